import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

/** The packages of one module: a linter is run in the module's directory. */
export interface ModuleGroup {
  /** Relative to the root of the repository; empty for the root itself. */
  readonly directory: string;
  /** The packages as the Go tools are given them: `./a/b`, or `.`. */
  readonly packages: readonly string[];
}

/** A command line holds this many packages at the most. */
const mostPackages = 400;

/** Sorts directories of a repository by the module that they are of; those that are not there are left out. */
export function moduleGroups(root: string, directories: readonly string[]): ModuleGroup[] {
  const byModule = new Map<string, string[]>();
  for (const directory of new Set(directories.map((name) => path.posix.normalize(name).replace(/\/$/, '')))) {
    // `...` is a wildcard to the go command, wherever it stands.
    if (directory.startsWith('../') || directory.includes('...') || !isDirectory(path.join(root, directory)))
      continue;
    const module = moduleOf(root, directory === '.' ? '' : directory);
    const inside = path.posix.relative(module, directory === '.' ? '' : directory);
    const group = byModule.get(module) ?? [];
    group.push(inside === '' ? '.' : `./${inside}`);
    byModule.set(module, group);
  }
  return [...byModule].flatMap(([directory, packages]) =>
    Array.from({ length: Math.ceil(packages.length / mostPackages) }, (_, part) => ({
      directory,
      packages: packages.slice(part * mostPackages, (part + 1) * mostPackages),
    })),
  );
}

/** The nearest directory upward with a go.mod; the root where there is none. */
function moduleOf(root: string, directory: string): string {
  for (let at = directory; at !== ''; at = path.posix.dirname(at).replace(/^\.$/, '')) {
    if (existsSync(path.join(root, at, 'go.mod'))) return at;
  }
  return '';
}

function isDirectory(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() === true;
}
