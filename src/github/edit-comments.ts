import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../base/logger.ts';
import type { CommentUpdate } from '../report/review/later-proof.ts';
import { fetchPull } from './change.ts';
import type { Client, RepositoryName } from './client.ts';
import { explain, isForbidden, isLimited, statusOf } from './failure.ts';

/** GitHub asks for a second at least between two requests that write. */
const spacingMs = 1_000;
/** The rest is left to the next run, which finds the same comments without their proof. */
const mostEdits = 30;

/**
 * Writes the new texts of our own comments, which notifies nobody. What GitHub does not take is told in the log: the
 * report has the proof, too. Nothing is written for a head that is not the pull request's any more.
 */
export async function editComments(
  client: Client,
  repo: RepositoryName,
  number: number,
  headSha: string,
  updates: readonly CommentUpdate[],
  log: Logger,
  pause: (milliseconds: number) => Promise<unknown> = sleep,
): Promise<void> {
  if (updates.length === 0 || (await fetchPull(client, repo, number)).head.sha !== headSha) return;
  for (const [index, { id, body }] of updates.slice(0, mostEdits).entries()) {
    if (index > 0) await pause(spacingMs);
    try {
      await client.rest.pulls.updateReviewComment({
        owner: repo.owner,
        repo: repo.name,
        comment_id: id,
        body,
      });
    } catch (error) {
      if (statusOf(error) === undefined) throw error;
      log.warn(`The proof was not added to an earlier comment: ${explain(error)}`);
      if (isForbidden(error) || isLimited(error)) return;
    }
  }
}
