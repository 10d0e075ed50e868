import { readFile } from 'node:fs/promises';
import { ConfigurationError } from '../base/errors.ts';
import { readRunFile } from '../sanitizer/run-file.ts';
import type { SanitizerRun } from '../sanitizer/run/sanitizer-run.ts';

/**
 * The run that another job or an earlier command wrote to a file. Whoever wrote it ran code of strangers: the file's
 * form is checked, and its texts are parsed anew.
 *
 * @param name how the file is named in messages
 * @throws {ConfigurationError} where it cannot be read or is no such file
 */
export async function readSanitizeReport(file: string, name: string): Promise<SanitizerRun> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    const reason = code === 'ENOENT' ? 'it does not exist' : code === 'EISDIR' ? 'it is a folder' : code;
    throw new ConfigurationError(`The sanitizers' report ${name} cannot be read: ${reason}.`);
  }
  const run = readRunFile(text);
  if (run.ok) return run.value;
  throw new ConfigurationError(`The sanitizers' report ${name} cannot be used: ${run.error}`);
}
