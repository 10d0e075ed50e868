import { lastLine } from '../base/span.ts';
import type { Location } from '../base/span.ts';
import type { LinterFinding } from './finding.ts';
import { groupsOf } from './kind.ts';
import { knownRules, weaknessGroup } from './known-rules.ts';

/** One of our own findings, as far as a linter's is held against it. */
export interface OwnFinding {
  readonly ruleId: string;
  readonly location: Location;
  /** The weakness that our rule names. */
  readonly cwe?: number | undefined;
}

/** Findings of linters, held against our own. */
export interface Agreement<T extends OwnFinding> {
  /** What nothing of ours says. */
  readonly others: readonly LinterFinding[];
  /** By our finding, what says the same of the same line; ours stands for both. */
  readonly agreeing: ReadonlyMap<T, readonly LinterFinding[]>;
}

/** Parts the findings of linters into those that one of ours says already, and the others. */
export function againstOwn<T extends OwnFinding>(
  findings: readonly LinterFinding[],
  own: readonly T[],
): Agreement<T> {
  const byPath = new Map<string, T[]>();
  for (const one of own) {
    const known = byPath.get(one.location.path);
    if (known === undefined) byPath.set(one.location.path, [one]);
    else known.push(one);
  }
  const others: LinterFinding[] = [];
  const agreeing = new Map<T, LinterFinding[]>();
  for (const finding of findings) {
    const same = byPath
      .get(finding.path)
      ?.find((one) => shareLine(one, finding) && areOfOneClass(one, finding));
    if (same === undefined) others.push(finding);
    else agreeing.set(same, [...(agreeing.get(same) ?? []), finding]);
  }
  return { others, agreeing };
}

/**
 * Makes one of the findings in which several linters say the same of a line: the same rule, run by two programs, or two
 * rules of one class of ours. The first in the order of the reports stays.
 */
export function withoutRepeats(findings: readonly LinterFinding[]): LinterFinding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const { tool, ruleId, path, span } = finding;
    const key = JSON.stringify([tool, ruleId, path, span.start.line, finding.message]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function shareLine({ location }: OwnFinding, { span }: LinterFinding): boolean {
  return span.start.line <= lastLine(location.span) && location.span.start.line <= lastLine(span);
}

function areOfOneClass({ ruleId, cwe }: OwnFinding, finding: LinterFinding): boolean {
  const rule = knownRules.get(`${finding.tool}/${finding.ruleId}`);
  if (rule !== undefined) return rule.ours.includes(ruleId);
  const group = cwe === undefined ? undefined : weaknessGroup(cwe);
  return group !== undefined && groupsOf(finding).includes(group);
}
