import * as z from 'zod';
import type { LinterReport } from './finding.ts';
import { addGoErrors } from './go-output.ts';
import { readJsonStream } from './json-stream.ts';
import { ReportDraft } from './report-draft.ts';
import type { PathBase } from './repository-path.ts';

const place = z.object({ file: z.string(), line: z.int(), column: z.int() });

const problem = z.object({
  code: z.string(),
  severity: z.string().optional(),
  location: place,
  end: place.optional(),
  message: z.string(),
});

/**
 * Reads what `staticcheck -f json` prints: an object a line (https://staticcheck.dev/docs/running-staticcheck/cli/formatters/).
 * A package that does not build is a line with the code `compile`; the other packages are reported all the same.
 */
export function parseStaticcheck(output: string, base: PathBase, toolVersion?: string): LinterReport {
  const draft = new ReportDraft('staticcheck', base, toolVersion);
  const stream = readJsonStream(output);
  for (const value of stream.values) {
    const parsed = problem.safeParse(value);
    if (!parsed.success) {
      draft.malformed();
      continue;
    }
    const { code, severity, location, end, message } = parsed.data;
    if (severity === 'ignored') continue;
    if (code === 'compile' || code === 'config') {
      addCompileError(message, location.file, draft);
      continue;
    }
    draft.add({
      ruleId: code,
      file: location.file,
      line: location.line,
      column: location.column,
      endLine: end?.line,
      endColumn: end?.column,
      message,
      // What it calls an error is what fails its run: by default, everything.
      severity: 'warning',
    });
  }
  for (let left = stream.broken; left > 0; left--) draft.malformed();
  if (stream.isTruncated) draft.problem('The output of staticcheck ends within a result.');
  else addGoErrors(stream.lines, draft);
  return draft.finish();
}

/** The text is the go command's, with its `# example.com/package` line, or one message for a place. */
function addCompileError(message: string, file: string, draft: ReportDraft): void {
  if (file === '') addGoErrors(message.split('\n'), draft);
  else draft.problem(message.split('\n')[0] ?? '', file);
}
