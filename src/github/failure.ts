/** The HTTP status of a failed request; a request without an answer (a broken connection) counts as 500. */
export function statusOf(error: unknown): number | undefined {
  return isHttpError(error) ? error.status : undefined;
}

/** Whether the request failed without being answered or with a 5xx: it may have been carried out all the same. */
export function mayHaveHappened(error: unknown): boolean {
  return (statusOf(error) ?? 0) >= 500;
}

/** Whether GitHub refused the request for the rate of requests, in the words that its documentation gives. */
export function isLimited(error: unknown): boolean {
  const status = statusOf(error);
  if (status !== 403 && status !== 429) return false;
  return (
    /\brate limit\b|\babuse\b/i.test(messageOf(error)) || headerOf(error, 'x-ratelimit-remaining') === '0'
  );
}

/** Whether the token may not do this: a fork's or Dependabot's run, or permissions that were not granted. */
export function isForbidden(error: unknown): boolean {
  return statusOf(error) === 403 && !isLimited(error);
}

/** The seconds after which GitHub wants to be asked again, where it says so. */
export function retryAfterSeconds(error: unknown): number | undefined {
  const seconds = Number(headerOf(error, 'retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

/** What went wrong in one line: the status, and GitHub's own words without the link to its documentation. */
export function explain(error: unknown): string {
  const status = statusOf(error);
  const message = messageOf(error)
    .replace(/ - https:\/\/docs\.github\.com\S*$/, '')
    .replaceAll(/\s+/g, ' ');
  return status === undefined
    ? message
    : answered(error)
      ? `GitHub answered ${status}: ${message}`
      : `GitHub did not answer: ${message}`;
}

function answered(error: unknown): boolean {
  return isHttpError(error) && error.response !== undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function headerOf(error: unknown, name: string): string | undefined {
  const value = isHttpError(error) ? error.response?.headers?.[name] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

interface HttpError extends Error {
  readonly status: number;
  readonly response?: { readonly headers?: Readonly<Record<string, unknown>> };
}

/** Octokit's `RequestError`, known by its shape: a bundle may hold more than one copy of its class. */
function isHttpError(error: unknown): error is HttpError {
  return error instanceof Error && 'status' in error && typeof error.status === 'number';
}
