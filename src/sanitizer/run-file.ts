import * as z from 'zod';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { buildOutcomes, endings, leakChecks, runBounds, sanitizerModes } from './run/sanitizer-run.ts';
import type { SanitizerRun } from './run/sanitizer-run.ts';

/** The largest file that is read, in UTF-16 code units. */
const longestRunFile = 64 * 1024 * 1024;

const line = z.string().max(runBounds.lineLength);
const seconds = z.number().min(0).max(10_000_000);
const count = z.int().min(0).max(10_000_000);
/** Relative to the root, and nowhere else. */
const directory = line.refine(
  (value) => !value.startsWith('/') && !value.split('/').includes('..') && !value.includes('\\'),
);
const mode = z.enum(sanitizerModes);

const runSchema = z.strictObject({
  version: z.literal(1),
  toolchain: z.strictObject({ go: line, cc: line.exactOptional(), platform: line }),
  root: line.startsWith('/'),
  modules: z.array(z.strictObject({ path: line, dir: directory })).max(runBounds.modules),
  cgoHashes: z
    .array(z.strictObject({ hash: z.string().regex(/^[0-9a-f]{12}$/), package: line }))
    .max(runBounds.hashes),
  builds: z
    .array(
      z.strictObject({
        mode,
        package: line,
        dir: directory,
        outcome: z.enum(buildOutcomes),
        seconds,
        leaks: z.enum(leakChecks),
        firstError: line.exactOptional(),
      }),
    )
    .max(runBounds.builds),
  executions: z
    .array(
      z.strictObject({
        mode,
        package: line,
        test: line,
        exit: z.int().min(0).max(255).nullable(),
        signal: z.string().max(20).exactOptional(),
        ended: z.enum(endings),
        seconds,
        texts: z.array(z.string().max(runBounds.textLength)).max(runBounds.textsEach),
      }),
    )
    .max(runBounds.executions),
  problems: z.array(line).max(runBounds.problems),
  cache: z.strictObject({ hits: count, misses: count }).exactOptional(),
});

/**
 * Reads the file that another job wrote, which ran code of strangers: its form is checked to the last field, and
 * its texts are still theirs. The error is a sentence.
 */
export function readRunFile(text: string): Result<SanitizerRun> {
  if (text.length > longestRunFile) {
    return err(`The report of the sanitizers is larger than ${longestRunFile / 1024 / 1024} MB.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err('The report of the sanitizers is no JSON: hand on the file as it was written.');
  }
  const parsed = runSchema.safeParse(value);
  if (parsed.success) return ok({ ...parsed.data, cache: parsed.data.cache });
  const [issue] = parsed.error.issues;
  const place = issue?.path.slice(0, 6).map(String).join('.').slice(0, 200) ?? '';
  return err(
    'The report of the sanitizers has not the form that this version writes' +
      `${place === '' ? '' : ` (at ${place})`}: write and read it with the same version.`,
  );
}

/** The text of the file for another job. */
export function writeRunFile(run: SanitizerRun): string {
  return `${JSON.stringify(run, null, 1)}\n`;
}
