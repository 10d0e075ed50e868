import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { SourceLines } from '../../report/columns.ts';
import type { LinterReport } from '../finding.ts';
import { readLinterReport } from '../read-report.ts';
import type { PathBase } from '../repository-path.ts';
import { systemCode } from './system-code.ts';

const largest = 64 * 1024 * 1024;

/**
 * Reads files that linters wrote in an earlier step. A file that is missing or of no known form is a report with that
 * problem: the step that should have written it may have failed, and that ends no review.
 *
 * @param names paths, absolute or relative to the first root; messages have them as they are given
 */
export async function readLinterFiles(
  names: readonly string[],
  base: PathBase,
  lines: SourceLines,
): Promise<LinterReport[]> {
  const reports: LinterReport[] = [];
  for (const name of names) {
    reports.push(...(await readOne(name, path.resolve(base.roots[0], name), base, lines)));
  }
  return reports;
}

async function readOne(
  name: string,
  file: string,
  base: PathBase,
  lines: SourceLines,
): Promise<readonly LinterReport[]> {
  try {
    const { size } = await stat(file);
    if (size > largest)
      return [unread(name, `is larger than ${largest / 1024 / 1024} MB, and was not read.`)];
    return readLinterReport(name, await readFile(file, 'utf8'), base, lines);
  } catch (error) {
    return [
      systemCode(error) === 'ENOENT'
        ? unread(name, 'is not there: let the step before write it, or take it out of `linters`.')
        : unread(name, `could not be read (${systemCode(error) ?? String(error)}).`),
    ];
  }
}

function unread(name: string, why: string): LinterReport {
  return { tool: name, findings: [], problems: [{ text: `${name} ${why}` }] };
}
