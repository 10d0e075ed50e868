import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Language } from '../../src/parser/parser.ts';
import { rulesRoot } from '../rules/cases.ts';

/** A file that parsers and rules are run on. */
export interface CorpusFile {
  readonly path: string;
  readonly language: Language;
  readonly text: string;
}

const toolchain = 'go';

/** Every Go and C file of the rules' test data and evidence. */
export function ruleSources(): CorpusFile[] {
  return filesBelow(rulesRoot, rulesRoot).filter(({ path }) => /\/(?:testdata|evidence)\//.test(path));
}

/**
 * The directories of Go's own sources, each with those of its files that Go programs are made of, where at least one
 * file imports "C" or unsafe; in order of their names.
 */
export function goRootPackages(): { readonly directory: string; readonly files: readonly CorpusFile[] }[] {
  const root = join(execFileSync(toolchain, ['env', 'GOROOT'], { encoding: 'utf8' }).trim(), 'src');
  const byDirectory = new Map<string, CorpusFile[]>();
  for (const file of filesBelow(root, root)) {
    const directory = file.path.slice(0, Math.max(file.path.lastIndexOf('/'), 0));
    byDirectory.set(directory, [...(byDirectory.get(directory) ?? []), file]);
  }
  return [...byDirectory]
    .filter(([, files]) => files.some(crosses))
    .map(([directory, files]) => ({ directory, files }));
}

/** Whether a Go file imports "C" or unsafe; a look at its text, which may say yes too often. */
export function crosses(file: CorpusFile): boolean {
  return file.language === 'go' && /^(?:import)?\s*"(?:C|unsafe)"$/m.test(file.text);
}

/** Every nth of a list, so that at most `count` are left, spread over all of it. */
export function spread<T>(list: readonly T[], count: number): T[] {
  const step = Math.max(1, list.length / count);
  return Array.from({ length: Math.min(count, list.length) }, (_, i) => list[Math.floor(i * step)] as T);
}

function filesBelow(directory: string, root: string): CorpusFile[] {
  const entries = readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry): CorpusFile[] => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return filesBelow(path, root);
    const language = entry.name.endsWith('.go') ? 'go' : /\.[ch]$/.test(entry.name) ? 'c' : undefined;
    if (language === undefined || !entry.isFile()) return [];
    return [{ path: relative(root, path), language, text: readFileSync(path, 'utf8') }];
  });
}
