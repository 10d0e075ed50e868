import { compareText } from '../../base/span.ts';

/** Where what a report names was built. */
export interface BuildLayout {
  /** The absolute path of the repository on the machine that built it. */
  readonly root: string;
  /** The modules of the repository, each with its directory: absolute, or relative to the root. */
  readonly modules: readonly { readonly path: string; readonly dir: string }[];
  /** The hashes in the names of cgo's wrappers, each with the import path of its package. */
  readonly cgoHashes: ReadonlyMap<string, string>;
  /**
   * The paths of the repository's files, where they are known: only then is a C file found of which the report gives
   * the bare name, as valgrind does.
   */
  readonly files?: ReadonlySet<string>;
}

/** The directory of a package of the repository, relative to its root, `` for the root; undefined for any other. */
export function packageDirectory(importPath: string, layout: BuildLayout): string | undefined {
  const modules = [...layout.modules].sort(
    (a, b) => b.path.length - a.path.length || compareText(a.path, b.path),
  );
  for (const { path, dir } of modules) {
    if (path === '' || (importPath !== path && !importPath.startsWith(`${path}/`))) continue;
    const base = underRoot(dir, layout.root);
    const rest = importPath.slice(path.length + 1);
    return base === undefined ? undefined : normalised(`${base}/${rest}`);
  }
  return undefined;
}

/**
 * The repository's path of a file as a report names it: absolute below the root, or what `-trimpath` leaves, which is
 * the import path with the file, and for C the same below `/_/`. Undefined for any file outside the repository, and for
 * a bare name.
 */
export function repositoryPath(file: string, layout: BuildLayout): string | undefined {
  const trimmed = file.startsWith('/_/') ? file.slice(3) : file;
  if (trimmed.startsWith('/')) {
    const path = underRoot(trimmed, layout.root);
    return path === '' ? undefined : path;
  }
  const plain = normalised(trimmed);
  const slash = plain?.lastIndexOf('/') ?? -1;
  if (plain === undefined || slash === -1) return undefined;
  const directory = packageDirectory(plain.slice(0, slash), layout);
  return directory === undefined ? undefined : joined(directory, plain.slice(slash + 1));
}

export function joined(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}

/** A path relative to the root; one that is relative already stays. */
function underRoot(path: string, root: string): string | undefined {
  if (!path.startsWith('/')) return normalised(path);
  const plain = normalised(path);
  const base = normalised(root);
  if (plain === undefined || base === undefined || !root.startsWith('/')) return undefined;
  if (base === '') return plain;
  if (plain === base) return '';
  return plain.startsWith(`${base}/`) ? plain.slice(base.length + 1) : undefined;
}

/** Without `.`, `..`, empty parts and the first slash; undefined where `..` leads out. */
function normalised(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
