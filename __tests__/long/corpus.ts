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

/** A file of the Go tree, read when it is looked at. */
export interface GoRootFile {
  /** Absolute. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** Whether it is a Go file that imports "C" or unsafe. */
  readonly crosses: boolean;
}

/** All Go and C files of the Go tree, the broken ones of its tests included; in order of their paths. */
export function goRootFiles(): GoRootFile[] {
  const root = goRoot();
  return filesBelow(root, root).map((file) => ({
    path: join(root, file.path),
    size: Buffer.byteLength(file.text),
    crosses: crosses(file),
  }));
}

/**
 * The directories of Go's own sources, each with those of its files that Go programs are made of, where at least one
 * file imports "C" or unsafe; in order of their names.
 */
export function goRootPackages(): { readonly directory: string; readonly files: readonly CorpusFile[] }[] {
  const root = join(goRoot(), 'src');
  const byDirectory = new Map<string, CorpusFile[]>();
  for (const file of filesBelow(root, root)) {
    const directory = file.path.slice(0, Math.max(file.path.lastIndexOf('/'), 0));
    byDirectory.set(directory, [...(byDirectory.get(directory) ?? []), file]);
  }
  return [...byDirectory]
    .filter(([, files]) => files.some(crosses))
    .map(([directory, files]) => ({ directory, files }));
}

/** The directory of the Go that is installed. */
export function goRoot(): string {
  return execFileSync(toolchain, ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
}

/** The language of a file that is read, by its name. */
export function languageOf(path: string): Language | undefined {
  return path.endsWith('.go') ? 'go' : /\.[ch]$/.test(path) ? 'c' : undefined;
}

/** Whether a Go file imports "C" or unsafe; a look at its text, which may say yes too often. */
function crosses(file: CorpusFile): boolean {
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
    const language = languageOf(entry.name);
    if (language === undefined || !entry.isFile()) return [];
    return [{ path: relative(root, path), language, text: readFileSync(path, 'utf8') }];
  });
}
