import type { Finding } from '../engine/diagnostic.ts';
import { compareSeverity } from '../engine/diagnostic.ts';

/**
 * The findings in the order in which they get a comment of their own: by severity; within one severity
 * first one of each rule, then one of each symbol, then the rest. The order given (path and position)
 * decides among equals, so the result is the same on every run.
 */
export function rank(findings: readonly Finding[]): readonly Finding[] {
  const bySeverity = findings.toSorted((a, b) => compareSeverity(a.severity, b.severity));
  const rules = new Set<string>();
  const symbols = new Set<string>();
  const tier = new Map<Finding, number>();
  for (const finding of bySeverity) {
    if (rules.has(finding.ruleId)) continue;
    rules.add(finding.ruleId);
    symbols.add(symbolKey(finding));
    tier.set(finding, 0);
  }
  for (const finding of bySeverity) {
    if (tier.has(finding) || symbols.has(symbolKey(finding))) continue;
    symbols.add(symbolKey(finding));
    tier.set(finding, 1);
  }
  return bySeverity.toSorted(
    (a, b) => compareSeverity(a.severity, b.severity) || (tier.get(a) ?? 2) - (tier.get(b) ?? 2),
  );
}

function symbolKey(finding: Finding): string {
  return `${finding.packagePath}\0${finding.symbol}`;
}
