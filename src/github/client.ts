import { getOctokit } from '@actions/github';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import type { ThrottlingOptions } from '@octokit/plugin-throttling';
import type { Logger } from '../base/logger.ts';
import { isLimited, retryAfterSeconds, statusOf } from './failure.ts';

/** An authenticated client of GitHub's REST and GraphQL interfaces. */
export type Client = ReturnType<typeof getOctokit>;

/** A repository by its owner and its name. */
export interface RepositoryName {
  readonly owner: string;
  readonly name: string;
}

export interface ClientOptions {
  readonly token: string;
  /** The root of the REST interface, without a slash at its end: `https://api.github.com`, or a GHES's `/api/v3`. */
  readonly apiUrl: string;
  readonly userAgent: string;
  readonly log: Logger;
  /** The milliseconds that stand for one second of waiting before a retry; 1000 unless a test has no time. */
  readonly secondMs?: number;
}

/** How often a request is sent again that GitHub refused for its rate, and the longest that is waited for it. */
const limitRetries = 2;
const longestWaitSeconds = 120;
/** How often a read is sent again after a 5xx or a broken connection: after 1, 4 and 9 seconds. */
const readRetries = 3;

/**
 * Makes the client. Reads are sent again, within bounds, after a 5xx, a broken connection, and where GitHub
 * says when to come back. Whoever creates something sends `request: { retries: 0 }` with it: GitHub answers a
 * 502 also after it created what was asked for. A request that is refused for its rate was not carried out
 * and is sent again, whatever it is.
 */
export function createClient(options: ClientOptions): Client {
  const { log } = options;
  const secondMs = options.secondMs ?? 1000;
  const onLimit =
    (what: string) =>
    (seconds: number, request: { method: string; url: string }, _: unknown, count: number): boolean => {
      const again = count < limitRetries && seconds <= longestWaitSeconds;
      log.warn(
        `GitHub's ${what} holds ${request.method} ${request.url} back for ${seconds} s: ` +
          (again ? 'waiting that long.' : 'giving up.'),
      );
      return again;
    };
  return getOctokit(
    options.token,
    {
      baseUrl: options.apiUrl,
      userAgent: options.userAgent,
      log: {
        debug: (message: string) => log.debug(message),
        info: (message: string) => log.debug(message),
        warn: (message: string) => log.warn(message),
        error: (message: string) => log.debug(message),
      },
      retry: {
        retries: readRetries,
        retryAfterBaseValue: secondMs,
        doNotRetry: [400, 401, 403, 404, 406, 409, 410, 422, 429, 451],
      },
      throttle: {
        onRateLimit: onLimit('rate limit'),
        onSecondaryRateLimit: onLimit('secondary rate limit'),
        retryAfterBaseValue: secondMs,
        // A run writes one review; where it is sent in parts, `publishReview` spaces them itself.
        write: unspaced,
        notifications: unspaced,
      },
    },
    obeyRetryAfter,
    retry,
    throttling,
  );
}

/**
 * Stands in for the throttling plugin's queues of writes, which would space them by 1 and by 3 seconds.
 * Of such a queue (a Bottleneck group) the plugin calls this one method only.
 */
const unspaced = {
  key: () => ({ schedule: async <T>(_: unknown, task: () => Promise<T>): Promise<T> => task() }),
} as unknown as NonNullable<ThrottlingOptions['write']>;

/**
 * The throttling plugin knows GitHub's own limits by their wording. A 429 of something in between (a proxy, the
 * load balancer of a GHES) is sent again when its `retry-after` says so, or after the usual pause.
 * It stands before the retry plugin, which does the waiting.
 */
const obeyRetryAfter: NonNullable<Parameters<typeof getOctokit>[2]> = (octokit) => {
  octokit.hook.error('request', (error, request) => {
    const retries = request.request['retries'] === 0 ? 0 : readRetries;
    if (statusOf(error) !== 429 || isLimited(error) || retries === 0 || !isRetryable(error)) throw error;
    const seconds = retryAfterSeconds(error) ?? ((Number(request.request['retryCount']) || 0) + 1) ** 2;
    if (seconds <= longestWaitSeconds) {
      error.request.request = { ...error.request.request, retries, retryAfter: seconds };
    }
    throw error;
  });
};

/** The retry plugin reads what it shall do from the request of the error. */
function isRetryable(error: unknown): error is Error & { request: { request?: Record<string, unknown> } } {
  return (
    error instanceof Error &&
    'request' in error &&
    typeof error.request === 'object' &&
    error.request !== null
  );
}
