import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One package of a rule's test data: a flat Go file, or a directory. */
export interface RuleCase {
  readonly name: string;
  /** Text by path, the path relative to the case's own root. */
  readonly files: ReadonlyMap<string, string>;
  /** What the suggested fixes make of a file, by its path. */
  readonly golden: ReadonlyMap<string, string>;
}

export const rulesRoot = fileURLToPath(new URL('../../src/rules', import.meta.url));

/** All rule folders, as `<group>/<id>`. */
export function ruleFolders(): string[] {
  return readdirSync(rulesRoot)
    .filter((group) => statSync(join(rulesRoot, group)).isDirectory())
    .flatMap((group) => readdirSync(join(rulesRoot, group)).map((id) => `${group}/${id}`))
    .sort();
}

export function casesOf(folder: string): RuleCase[] {
  const root = join(rulesRoot, folder, 'testdata');
  const entries = readdirSync(root).sort();
  return entries.flatMap((entry) => {
    const path = join(root, entry);
    if (statSync(path).isDirectory()) return [readCase(entry, path, readdirSync(path))];
    return entry.endsWith('.go') ? [readCase(entry, root, [entry, `${entry}.golden`])] : [];
  });
}

function readCase(name: string, directory: string, names: readonly string[]): RuleCase {
  const files = new Map<string, string>();
  const golden = new Map<string, string>();
  for (const file of names) {
    const path = join(directory, file);
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) continue;
    const text = readFileSync(path, 'utf8');
    const key = relative(directory, path);
    if (key.endsWith('.golden')) golden.set(key.slice(0, -'.golden'.length), text);
    else files.set(key, text);
  }
  return { name, files, golden };
}
