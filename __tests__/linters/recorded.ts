/** The recorded reports of the tools; see the folder's README. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { LinterReport } from '../../src/linters/finding.ts';
import { readLinterReport } from '../../src/linters/read-report.ts';
import type { PathBase } from '../../src/linters/repository-path.ts';

const folder = path.join(import.meta.dirname, '../fixtures/linters/reports');

/** Where the module stood that the tools looked at. */
export const base: PathBase = { roots: ['/home/user/linted'], directory: '' };

/** The files with a report each; what go vet prints stands in two. */
export const recordings: readonly (readonly [name: string, ...files: string[]])[] = [
  ['vet-go1.26', 'vet-go1.26.err', 'vet-go1.26.out'],
  ['vet-go1.21', 'vet-go1.21.err'],
  ['staticcheck', 'staticcheck.json'],
  ['gosec', 'gosec.json'],
  ['golangci-lint-v1', 'golangci-lint-v1.json'],
  ['golangci-lint-v2', 'golangci-lint-v2.json'],
  ['golangci-lint-v2-typecheck', 'golangci-lint-v2-typecheck.json'],
  ['staticcheck-sarif', 'staticcheck.sarif'],
  ['gosec-sarif', 'gosec.sarif'],
  ['golangci-lint-sarif', 'golangci-lint.sarif'],
];

export function recordedText(files: readonly string[]): string {
  return files.map((file) => readFileSync(path.join(folder, file), 'utf8')).join('\n');
}

/** Reads a report of no repository that is at hand. */
export function read(text: string, at: PathBase = base): readonly LinterReport[] {
  return readLinterReport('report.json', text, at, () => undefined);
}

/** The only report of a text. */
export function readOne(text: string, at: PathBase = base): LinterReport {
  const [report, ...more] = read(text, at);
  if (report === undefined || more.length > 0) throw new Error(`There are ${more.length} more reports.`);
  return report;
}
