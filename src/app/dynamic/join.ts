import type { ReviewConfig } from '../../config/review-config.ts';
import { withEvidence } from '../../engine/confirmation.ts';
import type { Finding } from '../../engine/diagnostic.ts';
import { withFingerprints } from '../../engine/fingerprint.ts';
import type { Location } from '../../base/span.ts';
import type { SourceLines } from '../../report/columns.ts';
import type { SanitizerSummary } from '../../report/report.ts';
import type { SanitizerRun } from '../../sanitizer/run/sanitizer-run.ts';
import type { CallSites } from './call-sites.ts';
import { placeInScope, placedReports } from './reports.ts';
import { summaryOf } from './summary.ts';

/** The findings of a run, and what it has to say of the sanitizers. */
export interface Joined {
  /** The rules' findings, some of them confirmed, and the tools' own. */
  readonly findings: readonly Finding[];
  readonly sanitizer?: SanitizerSummary;
}

/**
 * Joins what was reported at run time to the findings of a run. A report that confirms none is a finding of its own
 * where a frame of it lies in scope, else it is listed apart.
 *
 * @param losesLines whether the change deletes lines of a declaration
 * @param isInScope whether a place is part of what the run looks at: the lines of the change, or all of an audit
 */
export function joinDynamic(
  findings: readonly Finding[],
  run: SanitizerRun | undefined,
  code: { readonly callSites: CallSites; readonly lines: SourceLines },
  config: ReviewConfig,
  isInScope: (place: Location) => boolean,
  losesLines: (declaration: Location) => boolean = () => false,
): Joined {
  if (run === undefined) return { findings };
  const { placed, unplaced } = placedReports(run, code.callSites, code.lines);
  const isSet = (ruleId: string): boolean => {
    const level = config.rules.get(ruleId);
    return level !== undefined && level !== 'on';
  };
  const { findings: joined, unmet } = withEvidence(findings, placed, isSet, (one, other) =>
    code.callSites.nearness(one, other),
  );
  // A free that the change deletes has no line any more: the calls of its function may be what lost it.
  const isPossible = (call: Location): boolean => {
    const declaration = code.callSites.declarationOf(call);
    return isInScope(call) || (declaration !== undefined && losesLines(declaration));
  };
  const own: Finding[] = [];
  const apart: Finding[] = [];
  for (const finding of withFingerprints(unmet)) {
    const place = placeInScope(finding, { isInScope, isPossible }, code.lines);
    if (place === undefined) apart.push(finding);
    else own.push(place);
  }
  return { findings: [...joined, ...own], sanitizer: { ...summaryOf(run), apart, unplaced } };
}
