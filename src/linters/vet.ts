import * as z from 'zod';
import type { LinterReport } from './finding.ts';
import { addGoErrors, goPosition } from './go-output.ts';
import { readJsonStream } from './json-stream.ts';
import { ReportDraft } from './report-draft.ts';
import type { PathBase } from './repository-path.ts';

const diagnostic = z.object({
  posn: z.string(),
  /** Since Go 1.26. */
  end: z.string().optional(),
  message: z.string(),
  url: z.string().optional(),
});

/** By the package's path, then by the analyser's name: its diagnostics, or that it failed. */
const tree = z.record(
  z.string(),
  z.record(z.string(), z.union([z.array(z.unknown()), z.object({ error: z.string() })])),
);

/**
 * Reads what `go vet -json` prints: an object a package, to standard output since Go 1.26 and among lines
 * `# example.com/package` on standard error before. The errors of packages that do not build stand on standard error.
 * https://pkg.go.dev/golang.org/x/tools/go/analysis/unitchecker
 *
 * @param output standard error and standard output, one behind the other
 */
export function parseVet(output: string, base: PathBase, toolVersion?: string): LinterReport {
  const draft = new ReportDraft('vet', base, toolVersion);
  const stream = readJsonStream(output);
  for (const value of stream.values) {
    const packages = tree.safeParse(value);
    if (!packages.success) {
      draft.malformed();
      continue;
    }
    for (const [name, analysers] of Object.entries(packages.data)) {
      for (const [analyser, result] of Object.entries(analysers)) {
        if (Array.isArray(result)) addDiagnostics(analyser, result, draft);
        else draft.problem(`${name}: ${analyser}: ${result.error}`);
      }
    }
  }
  for (let left = stream.broken; left > 0; left--) draft.malformed();
  addGoErrors(stream.isTruncated ? [] : stream.lines, draft);
  if (stream.isTruncated) draft.problem('The output of go vet ends within a result.');
  return draft.finish();
}

function addDiagnostics(analyser: string, results: readonly unknown[], draft: ReportDraft): void {
  for (const result of results) {
    const parsed = diagnostic.safeParse(result);
    if (!parsed.success) {
      draft.malformed();
      continue;
    }
    const { posn, end, message, url } = parsed.data;
    const start = goPosition(posn);
    const last = end === undefined ? undefined : goPosition(end);
    draft.add({
      ruleId: analyser,
      file: start?.file ?? '',
      line: start?.line ?? 0,
      column: start?.column,
      endLine: last?.line,
      endColumn: last?.column,
      message,
      severity: 'warning',
      helpUri: url,
    });
  }
}
