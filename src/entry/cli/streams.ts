import { rm, stat, writeFile } from 'node:fs/promises';
import { ConfigurationError } from '../../base/errors.ts';

/** What became of a text that was written to standard output. */
export type Delivery = 'delivered' | 'closed';

/**
 * Writes to standard output. `closed`: its reader went away, as `head` does once it has enough; what was decided is
 * not changed by that.
 *
 * @throws {ConfigurationError} where it cannot be written, e.g. on a full disk
 */
export async function writeStandardOutput(text: string): Promise<Delivery> {
  try {
    await new Promise<void>((done, fail) => {
      // The stream tells of a failure both ways; without a listener the second one would end the process.
      process.stdout.once('error', fail);
      process.stdout.write(text, (error) => {
        if (error === null || error === undefined) done();
        else fail(error);
      });
    });
    return 'delivered';
  } catch (error) {
    if (codeOf(error) === 'EPIPE') return 'closed';
    throw new ConfigurationError(`The report could not be written to standard output: ${reason(error)}.`);
  }
}

/** @throws {ConfigurationError} where the file cannot be written; what was begun of it is removed */
export async function writeReportFile(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    await removePart(file, error);
    throw new ConfigurationError(`The report could not be written to ${file}: ${reason(error)}.`);
  }
}

/** Half a report would pass for a whole one; a device, a pipe or what could not be opened is left alone. */
async function removePart(file: string, error: unknown): Promise<void> {
  if (!['ENOSPC', 'EDQUOT', 'EIO', 'EFBIG'].includes(codeOf(error) ?? '')) return;
  if ((await stat(file)).isFile()) await rm(file);
}

/** A line for whoever watches; findings never go here. */
export function writeStandardError(text: string): void {
  process.stderr.write(text);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

function reason(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'no space is left on the device';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENOENT':
      return 'its folder does not exist';
    case 'EISDIR':
      return 'it is a folder';
    case undefined:
      throw error;
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
