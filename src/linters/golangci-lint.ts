import * as z from 'zod';
import type { LinterReport } from './finding.ts';
import { addGoErrors } from './go-output.ts';
import { ReportDraft } from './report-draft.ts';
import type { PathBase } from './repository-path.ts';

const issue = z.object({
  FromLinter: z.string(),
  Text: z.string(),
  Severity: z.string().optional(),
  Pos: z.object({ Filename: z.string(), Line: z.int(), Column: z.int().optional() }),
  LineRange: z.object({ From: z.int(), To: z.int() }).nullish(),
});

/** golangci-lint's report: version 1 by `--out-format=json`, version 2 by `--output.json.path`; both have this form. */
export const golangciReport = z.object({
  Issues: z.array(z.unknown()).nullable(),
  Report: z.object({
    Warnings: z.array(z.object({ Tag: z.string().optional(), Text: z.string() })).nullish(),
    Error: z.string().nullish(),
  }),
});

/** Reads a report of golangci-lint. A package that does not build is an issue of `typecheck`: a problem, no finding. */
export function parseGolangciLint(
  report: z.infer<typeof golangciReport>,
  base: PathBase,
  toolVersion?: string,
): LinterReport {
  const draft = new ReportDraft('golangci-lint', base, toolVersion);
  for (const entry of report.Issues ?? []) {
    const parsed = issue.safeParse(entry);
    if (!parsed.success) {
      draft.malformed();
      continue;
    }
    const { FromLinter, Text, Severity, Pos, LineRange } = parsed.data;
    if (FromLinter === 'typecheck') {
      draft.problem(typecheckError(Text), Pos.Filename);
      continue;
    }
    draft.add({
      ...golangciRule(FromLinter, Text),
      file: Pos.Filename,
      line: Pos.Line,
      column: Pos.Column,
      endLine: LineRange?.To,
      severity: /^(?:info|low)$/i.test(Severity ?? '') ? 'info' : 'warning',
    });
  }
  if (report.Report.Error) addGoErrors(report.Report.Error.split('\n'), draft);
  for (const { Text } of report.Report.Warnings ?? []) draft.problem(Text);
  return draft.finish();
}

/** The analyser that golangci-lint ran, its own name for the rule, and the message without that name. */
export function golangciRule(
  linter: string,
  text: string,
): { readonly tool?: string; readonly ruleId: string; readonly message: string } {
  const tool = embedded.get(linter);
  const rule = tool === undefined ? null : /^([A-Za-z]\w{0,39}): /.exec(text);
  if (tool === undefined || rule?.[1] === undefined) return { ruleId: linter, message: text };
  return { tool, ruleId: rule[1], message: text.slice(rule[0].length) };
}

/** Analysers whose results golangci-lint passes on with their rule in front; before version 2 staticcheck was three. */
const embedded: ReadonlyMap<string, string> = new Map([
  ['govet', 'vet'],
  ['staticcheck', 'staticcheck'],
  ['gosimple', 'staticcheck'],
  ['stylecheck', 'staticcheck'],
  ['gosec', 'gosec'],
]);

/** `: # example.com/package\nfile.go:5:10: error`: the line that names the mistake. */
function typecheckError(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.find((line) => line !== '' && !/^(?:: )?# /.test(line)) ?? lines[0] ?? '';
}
