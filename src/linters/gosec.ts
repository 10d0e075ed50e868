import * as z from 'zod';
import type { Severity } from '../engine/diagnostic.ts';
import type { LinterReport } from './finding.ts';
import { addGoErrors } from './go-output.ts';
import { ReportDraft } from './report-draft.ts';
import type { PathBase } from './repository-path.ts';

const issue = z.object({
  severity: z.string().optional(),
  cwe: z.object({ id: z.string(), url: z.string().optional() }).nullish(),
  rule_id: z.string(),
  details: z.string(),
  file: z.string(),
  /** `27`, or `27-31`. */
  line: z.string(),
  column: z.string().optional(),
  nosec: z.boolean().nullish(),
  suppressions: z.array(z.unknown()).nullish(),
});

/** gosec's report, as `-fmt=json` gives it. */
export const gosecReport = z.object({
  'Golang errors': z
    .record(z.string(), z.array(z.object({ line: z.number().optional(), error: z.string() })))
    .nullish(),
  Issues: z.array(z.unknown()).nullable(),
  Stats: z.object({}),
  GosecVersion: z.string().optional(),
});

/** What gosec prints for the version of a build without one. */
const unknownVersion = 'dev';

/**
 * Reads a report of gosec (https://github.com/securego/gosec#output-formats). In a file with cgo gosec looks at what cgo
 * makes of it, and most of its results there have no place in the source: they are counted, and no finding.
 */
export function parseGosec(report: z.infer<typeof gosecReport>, base: PathBase): LinterReport {
  const version = report.GosecVersion;
  const isKnown = version !== undefined && version !== '' && version !== unknownVersion;
  const draft = new ReportDraft('gosec', base, isKnown ? version : undefined);
  for (const entry of report.Issues ?? []) {
    const parsed = issue.safeParse(entry);
    if (!parsed.success) draft.malformed();
    else if (parsed.data.nosec !== true && (parsed.data.suppressions ?? []).length === 0)
      addIssue(parsed.data, draft);
  }
  for (const [file, errors] of Object.entries(report['Golang errors'] ?? {})) {
    const [first] = errors;
    if (first === undefined) continue;
    if (file === '') addGoErrors(first.error.split('\n'), draft);
    else draft.problem(`${file}:${first.line ?? 1}: ${first.error.split('\n')[0] ?? ''}`, file);
  }
  return draft.finish();
}

function addIssue(found: z.infer<typeof issue>, draft: ReportDraft): void {
  const [first, last] = found.line.split('-', 2).map(Number);
  const cwe = Number(found.cwe?.id);
  draft.add({
    ruleId: found.rule_id,
    file: found.file,
    line: first ?? 0,
    column: Number(found.column),
    endLine: last,
    message: found.details,
    severity: gosecSeverity(found.severity),
    helpUri: found.cwe?.url,
    ...(Number.isInteger(cwe) ? { cwe: [cwe] } : {}),
  });
}

/** gosec's grades are of the harm and not of the certainty: what it grades high is a warning as well. */
function gosecSeverity(grade: string | undefined): Severity {
  return grade?.toUpperCase() === 'LOW' ? 'info' : 'warning';
}
