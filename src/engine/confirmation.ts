import { compareSeverity } from './diagnostic.ts';
import type { Diagnostic, Finding } from './diagnostic.ts';
import { evidencePlaces } from './evidence.ts';
import type { Evidence } from './evidence.ts';
import { holds, tellsOfFree } from './told-free.ts';
import type { Nearness } from './told-free.ts';

/** What a tool that ran the program reported, as a diagnostic of its own. */
export interface DynamicDiagnostic extends Diagnostic {
  readonly evidence: Evidence;
  /** The rules that speak of the same class of bug. */
  readonly confirms: ReadonlySet<string>;
  /** Whether it is worth a finding where it confirms none: a plain failure of a test is not. */
  readonly isOwn: boolean;
}

/** Findings of the rules, and the reports of tools that speak of something else. */
export interface Confirmed {
  readonly findings: readonly Finding[];
  /** One for each place and class, with all tests that gave it; without those that are no finding of their own. */
  readonly unmet: readonly DynamicDiagnostic[];
}

/**
 * Joins what tools saw to what the rules say. A report meets a finding where the rule speaks of the tool's class of
 * bug, and a frame of the report stands on the finding's place or on a step of its path; of several findings the one
 * whose own place is nearest to the top of a stack. Where no frame tells, the only finding that the report may be of.
 * What was seen to happen is no question any more.
 *
 * @param isSet whether the policy gives the rule a severity, which then stays
 * @param near without it no two functions are known to have to do with each other
 */
export function withEvidence(
  findings: readonly Finding[],
  reports: readonly DynamicDiagnostic[],
  isSet: (ruleId: string) => boolean,
  near: Nearness = () => undefined,
): Confirmed {
  const confirmed = new Map<Finding, DynamicDiagnostic>();
  const unmet = new Map<string, DynamicDiagnostic>();
  for (const report of reports) {
    const met = nearest(findings, report, near);
    if (met !== undefined) {
      confirmed.set(met, merged(confirmed.get(met), report));
    } else if (report.isOwn) {
      const key = sameReport(report);
      unmet.set(key, merged(unmet.get(key), report));
    }
  }
  return {
    findings: findings.map((finding) => {
      const report = confirmed.get(finding);
      return report === undefined ? finding : proven(finding, report, isSet(finding.ruleId));
    }),
    unmet: [...unmet.values()],
  };
}

function proven(finding: Finding, { evidence, severity }: DynamicDiagnostic, isSet: boolean): Finding {
  const isGraver = !isSet && compareSeverity(severity, finding.severity) < 0;
  return {
    ...finding,
    evidence,
    confidence: 'certain',
    ...(isGraver ? { severity } : {}),
  };
}

function nearest(
  findings: readonly Finding[],
  report: DynamicDiagnostic,
  near: Nearness,
): Finding | undefined {
  const places = evidencePlaces(report.evidence);
  const own = findings.filter(({ ruleId }) => report.confirms.has(ruleId));
  for (const place of places) {
    const met = own.find(({ location }) => holds(location, place));
    if (met !== undefined) return met;
  }
  for (const place of places) {
    const met = own.find(({ steps }) => steps.some(({ location }) => holds(location, place)));
    if (met !== undefined) return met;
  }
  const possible = own.filter((finding) => mayBe(finding, report.evidence));
  return only(possible.length > 0 ? possible : own.filter((one) => tellsOfFree(one, report.evidence, near)));
}

function only([first, second]: readonly Finding[]): Finding | undefined {
  return second === undefined ? first : undefined;
}

/**
 * Whether each stack that does not tell its line may have gone through the finding's path, and one through its own
 * place. Of two such findings none is confirmed.
 */
function mayBe({ location, steps }: Finding, { stacks }: Evidence): boolean {
  const open = stacks.flatMap(({ candidates = [] }) => (candidates.length === 0 ? [] : [candidates]));
  const path = [location, ...steps.map((step) => step.location)];
  return (
    open.some((candidates) => candidates.some((place) => holds(location, place))) &&
    open.every((candidates) => candidates.some((place) => path.some((step) => holds(step, place))))
  );
}

/** What has one stack is known by its place: a library may allocate in many places for one call of it. */
function sameReport({ ruleId, location, evidence: { stacks } }: DynamicDiagnostic): string {
  const tops = stacks.length > 1 ? stacks.flatMap(({ frames }) => frames[0]?.location ?? []) : [];
  return JSON.stringify([ruleId, ...[location, ...tops].map(({ path, span }) => [path, span.start.line])]);
}

function merged(known: DynamicDiagnostic | undefined, report: DynamicDiagnostic): DynamicDiagnostic {
  if (known === undefined) return report;
  const tests = [...new Set([...known.evidence.tests, ...report.evidence.tests])];
  return { ...known, evidence: { ...known.evidence, tests } };
}
