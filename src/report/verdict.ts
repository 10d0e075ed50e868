import type { Finding, Severity } from '../engine/diagnostic.ts';
import { reaches } from '../engine/diagnostic.ts';
import type { NotReviewed, Verdict } from './report.ts';

/**
 * `fail` when a finding is at or above `failOn`; else `incomplete` when a file could not be analysed that
 * policy does not leave out; else `pass`.
 */
export function verdictOf(
  findings: readonly Pick<Finding, 'severity'>[],
  notReviewed: readonly Pick<NotReviewed, 'excluded'>[],
  failOn: Severity | 'never',
): Verdict {
  if (failOn !== 'never' && findings.some((finding) => reaches(finding.severity, failOn))) return 'fail';
  return notReviewed.some((file) => !file.excluded) ? 'incomplete' : 'pass';
}
