import type { Logger } from '../base/logger.ts';
import type { PostedComment } from '../report/review/later-proof.ts';
import { parseMarkers } from '../report/review/marker.ts';
import type { Client, RepositoryName } from './client.ts';
import { explain, isForbidden } from './failure.ts';

/** The account that writes with our token: its id, or where GitHub does not tell, the bot's login. */
export type Author = { readonly id: number } | { readonly botLogin: string };

/** The account behind the `GITHUB_TOKEN` of a workflow, as REST names it; GraphQL leaves out the suffix. */
const actionsLogin = 'github-actions[bot]';

/** A comment or review as far as it matters here; the author of a deleted account is null. */
interface Written {
  readonly user: { readonly login: string; readonly id: number; readonly type: string } | null;
  readonly body?: string | null;
}

/**
 * Who we are on GitHub. Where the token may not ask, what `github-actions[bot]` wrote counts as ours, and the log
 * says so: of other accounts we would neither know nor touch a comment, and of that one only workflows of this
 * repository can write. Any other failure is thrown, as without an answer every comment would be posted again.
 */
export async function fetchAuthor(client: Client, log: Logger): Promise<Author> {
  try {
    const { viewer } = await client.graphql<{ viewer: { databaseId: number | null } }>(
      'query { viewer { login databaseId } }',
    );
    if (viewer.databaseId !== null) return { id: viewer.databaseId };
    log.warn(
      `GitHub does not tell the id of the token's account: comments of ${actionsLogin} count as ours.`,
    );
  } catch (error) {
    if (!isForbidden(error) && !isForbiddenByGraphql(error)) throw error;
    log.warn(
      `The token may not ask GitHub who it belongs to (${explain(error)}): comments of ${actionsLogin} count as ours.`,
    );
  }
  return { botLogin: actionsLogin };
}

/** What earlier runs have said on a pull request. */
export interface Shown {
  /** The findings: those in the markers of review comments and of reviews, outdated and resolved ones too. */
  readonly fingerprints: ReadonlySet<string>;
  /** The comments that have a marker, oldest first. */
  readonly comments: readonly PostedComment[];
}

/**
 * What earlier runs have said on a pull request. Only what our own account wrote counts: a marker in somebody
 * else's comment neither silences a finding nor is it ever touched.
 */
export async function fetchShown(
  client: Client,
  repo: RepositoryName,
  number: number,
  log: Logger,
): Promise<Shown> {
  return readShown(client, repo, number, await fetchAuthor(client, log));
}

/** The same for an author that is known already. */
export async function readShown(
  client: Client,
  repo: RepositoryName,
  number: number,
  author: Author,
): Promise<Shown> {
  const parameters = { owner: repo.owner, repo: repo.name, pull_number: number, per_page: 100 };
  const [comments, reviews] = await Promise.all([
    client.paginate(client.rest.pulls.listReviewComments, parameters),
    client.paginate(client.rest.pulls.listReviews, parameters),
  ]);
  const own = comments.filter((each) => isOurs(each, author));
  const written: readonly Written[] = [...own, ...reviews.filter((each) => isOurs(each, author))];
  return {
    fingerprints: new Set(written.flatMap((each) => parseMarkers(each.body ?? ''))),
    comments: own.filter(({ body }) => parseMarkers(body).length > 0).map(({ id, body }) => ({ id, body })),
  };
}

/** By id, which no other account can take; else by login, and then only a bot's. */
function isOurs({ user }: Written, author: Author): boolean {
  if (user === null) return false;
  return 'id' in author ? user.id === author.id : user.type === 'Bot' && user.login === author.botLogin;
}

/** GraphQL answers 200 also where it refuses: the type of each error says why. */
function isForbiddenByGraphql(error: unknown): boolean {
  if (!(error instanceof Error) || !('errors' in error) || !Array.isArray(error.errors)) return false;
  return error.errors.some((each: unknown) => {
    const type: unknown = typeof each === 'object' && each !== null && 'type' in each ? each.type : undefined;
    return type === 'FORBIDDEN' || type === 'INSUFFICIENT_SCOPES';
  });
}
