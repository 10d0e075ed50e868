import type { LinterFinding } from './finding.ts';
import { groupOfRuleName, knownRules, knownTools, weaknessGroup } from './known-rules.ts';
import type { WeaknessGroup } from './known-rules.ts';

/** Whether a file crosses into C or uses `unsafe`: a Go file with such an import, or C. */
export type IsCrossing = (path: string) => boolean;

/**
 * Whether a finding is of the kind that this product is about. Of the tools whose rules are known, their table decides;
 * of others the weakness or the name of the rule, or else the file that it is in.
 */
export function isOfKind(finding: LinterFinding, isCrossing: IsCrossing): boolean {
  if (knownTools.has(finding.tool)) {
    const rule = knownRules.get(`${finding.tool}/${finding.ruleId}`);
    if (rule === undefined || rule.message?.test(finding.message) === false) return false;
    return rule.place === 'everywhere' || isCrossing(finding.path);
  }
  return groupsOf(finding).length > 0 || finding.tags.some(isTagOfKind) || isCrossing(finding.path);
}

/** The groups of weaknesses that a finding's own words put it into; none where they say nothing. */
export function groupsOf({ cwe, ruleId }: Pick<LinterFinding, 'cwe' | 'ruleId'>): readonly WeaknessGroup[] {
  const byNumber = cwe.flatMap((number) => weaknessGroup(number) ?? []);
  return byNumber.length > 0 ? byNumber : [groupOfRuleName(ruleId) ?? []].flat();
}

function isTagOfKind(tag: string): boolean {
  return tag === 'cgo' || tag === 'unsafe' || tag === 'memory-safety';
}

/** Where a reader finds the rule described: what the tool says, or what we know of it. */
export function helpOf({ tool, ruleId, helpUri }: LinterFinding): string | undefined {
  return helpUri ?? knownRules.get(`${tool}/${ruleId}`)?.source;
}
