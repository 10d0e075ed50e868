/** The report for machines; its shape is docs/schema/report.v1.schema.json. */
import type { Location } from '../base/span.ts';
import type { Revision } from '../diff/change.ts';
import type { Cause, Finding, SuggestedFix } from '../engine/diagnostic.ts';
import type { Evidence } from '../engine/evidence.ts';
import { rulePage } from './links.ts';
import type { Links, ReviewReport, SanitizerSummary } from './report.ts';

/** The whole report as JSON, indented by two spaces, with a line feed at the end. */
export function renderJson(report: ReviewReport, links: Links): string {
  const document = {
    schemaVersion: 1,
    tool: report.tool,
    parser: report.parser,
    mode: report.mode,
    base: report.base === undefined ? null : revision(report.base),
    head: revision(report.head),
    verdict: report.verdict,
    findings: report.findings.map((finding) => findingJson(finding, report, links)),
    suppressed: report.suppressed.map(({ finding, reason }) => ({
      finding: findingJson(finding, report, links),
      reason,
    })),
    notReviewed: report.notReviewed,
    notes: report.notes,
    ...(report.sanitizer === undefined ? {} : { sanitizer: sanitizerJson(report.sanitizer, report, links) }),
    stats: report.stats,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** A commit's full id, `index`, `work-tree`, `patched` or `unpatched`. */
function revision(value: Revision): string {
  return value.kind === 'commit' ? value.id : value.kind;
}

function findingJson(finding: Finding, report: ReviewReport, links: Links): object {
  const rule = report.rules.get(finding.ruleId);
  return {
    ruleId: finding.ruleId,
    code: rule?.code ?? null,
    severity: finding.severity,
    confidence: finding.confidence,
    ...range(finding.location),
    message: finding.message,
    trace: finding.steps.map((step) => ({ ...start(step.location), message: step.message })),
    ...(finding.repeats === undefined
      ? {}
      : {
          repeats: finding.repeats.map((one) => ({
            ...range(one.location),
            message: one.message,
            fingerprint: one.fingerprint,
          })),
        }),
    ...(finding.evidence === undefined ? {} : { evidence: evidenceJson(finding.evidence) }),
    ...(finding.cause === undefined ? {} : { cause: causeJson(finding.cause) }),
    ...(finding.fix === undefined ? {} : { fix: fixJson(finding.fix) }),
    ...(finding.source === undefined ? {} : { source: finding.source }),
    ...(finding.agreeing === undefined ? {} : { agreeing: finding.agreeing }),
    fingerprint: finding.fingerprint,
    url: rule === undefined ? null : rulePage(links, rule.id),
  };
}

function sanitizerJson(
  { apart, unplaced, ...summary }: SanitizerSummary,
  report: ReviewReport,
  links: Links,
): object {
  return {
    ...summary,
    apart: apart.map((finding) => findingJson(finding, report, links)),
    unplaced: unplaced.map(evidenceJson),
  };
}

function evidenceJson({ tool, kind, tests, stacks, report }: Evidence): object {
  return {
    tool,
    kind,
    tests,
    stacks: stacks.map(({ label, frames }) => ({
      label,
      frames: frames.map(({ location, message }) => ({ ...start(location), function: message })),
    })),
    report,
  };
}

function causeJson({ kind, location, message }: Cause): object {
  return { kind, ...range(location), message };
}

function fixJson(fix: SuggestedFix): object {
  return {
    message: fix.message,
    edits: fix.edits.map((edit) => ({ ...range(edit), newText: edit.newText })),
  };
}

function start({ path, span }: Location): object {
  return { path, line: span.start.line, column: span.start.column };
}

function range({ path, span }: Location): object {
  return {
    path,
    line: span.start.line,
    column: span.start.column,
    endLine: span.end.line,
    endColumn: span.end.column,
  };
}
