import type { Logger } from '../../base/logger.ts';
import type { Change } from '../../diff/change.ts';
import type { Finding } from '../../engine/diagnostic.ts';
import type { Client, RepositoryName } from '../../github/client.ts';
import { editComments } from '../../github/edit-comments.ts';
import { fetchShown } from '../../github/existing.ts';
import { explain, statusOf } from '../../github/failure.ts';
import { publishReview } from '../../github/publish.ts';
import type { SourceLines } from '../../report/columns.ts';
import type { ReviewLinks } from '../../report/links.ts';
import type { ReviewReport } from '../../report/report.ts';
import { planReview } from '../../report/review/plan.ts';

export interface ReviewTarget {
  readonly client: Client;
  readonly repo: RepositoryName;
  readonly number: number;
  readonly maxComments: number;
  readonly links: ReviewLinks;
  readonly log: Logger;
}

export interface Published {
  /** Fingerprints of the findings that the pull request shows, from this run or an earlier one. */
  readonly visible: ReadonlySet<string>;
  readonly reviewUrl: string | undefined;
  /** Sentences about what could not be posted; they go into the report. */
  readonly notes: readonly string[];
}

/** Writes the review of a pull request. What cannot be written is said, and the verdict does not depend on it. */
export async function publish(
  report: ReviewReport,
  change: Change,
  source: SourceLines,
  target: ReviewTarget,
): Promise<Published> {
  const { client, repo, number, links, log } = target;
  if (report.head.kind !== 'commit') throw new Error('a pull request is reviewed at a commit');
  try {
    const { fingerprints: alreadyShown, comments: posted } = await fetchShown(client, repo, number, log);
    const { maxComments } = target;
    const plan = planReview({ report, change, alreadyShown, posted, maxComments, links, source });
    await editComments(client, repo, number, report.head.id, plan.update, log);
    const kept = plan.kept.map((finding: Finding) => finding.fingerprint);
    if (plan.body === undefined && plan.create.length === 0) {
      return { visible: new Set(kept), reviewUrl: undefined, notes: [] };
    }
    const result = await publishReview(client, repo, number, report.head.id, plan, log);
    return {
      visible: new Set([...kept, ...result.posted]),
      reviewUrl: result.reviewUrl,
      notes: [
        ...(result.readOnly
          ? ['The token may not write reviews here: the findings are annotations and in this summary.']
          : []),
        ...(result.stale
          ? ['The pull request has a newer head by now: nothing was posted for this one.']
          : []),
        ...result.refused.map(
          ({ fingerprint, reason }) =>
            `GitHub did not take the comment on ${placeOf(report, fingerprint)}: ${reason}.`,
        ),
      ],
    };
  } catch (error) {
    // Only what GitHub or the way to it refuses; a bug of ours goes up.
    if (statusOf(error) === undefined) throw error;
    log.warn(`The review was not posted: ${explain(error)}`);
    return {
      visible: new Set(),
      reviewUrl: undefined,
      notes: [`The review was not posted: ${explain(error)}.`],
    };
  }
}

function placeOf(report: ReviewReport, fingerprint: string): string {
  const finding = report.findings.find((one) => one.fingerprint === fingerprint);
  if (finding === undefined) return fingerprint;
  const { path, span } = finding.location;
  return `${path}:${String(span.start.line)} (${finding.ruleId})`;
}
