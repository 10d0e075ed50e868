import { createHash } from 'node:crypto';
import { computeHunks } from '../src/diff/compute.ts';
import type { Change, FileChange, Revision } from '../src/diff/change.ts';
import type { Repository } from '../src/source/repository.ts';
import type { TreeEntry } from '../src/source/snapshot.ts';

/** The content of one path: text, bytes, a size with no content behind it, or what is no file. */
export type MemoryFile =
  | string
  | Uint8Array
  | { readonly symlink: string }
  | { readonly submodule: string }
  | { readonly failing: string; readonly size?: number };

export type MemoryTree = Readonly<Record<string, MemoryFile>>;

export function commit(id: string): Revision {
  return { kind: 'commit', id };
}

/** A repository whose revisions are given as objects of paths; it records what was read of it. */
export class MemoryRepository implements Repository {
  /** The paths of the blobs that were asked for, in order. */
  readonly read: string[] = [];
  private readonly trees: ReadonlyMap<string, MemoryTree>;

  constructor(trees: Readonly<Record<string, MemoryTree>>) {
    this.trees = new Map(Object.entries(trees));
  }

  async tree(revision: Revision): Promise<readonly TreeEntry[]> {
    return Object.entries(this.treeAt(revision))
      .map(([path, file]) => entryOf(path, file))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async blob(entry: TreeEntry): Promise<Uint8Array> {
    this.read.push(entry.path);
    for (const tree of this.trees.values()) {
      const file = tree[entry.path];
      if (file === undefined || entryOf(entry.path, file).blob !== entry.blob) continue;
      if (typeof file === 'string') return Buffer.from(file, 'utf8');
      if (file instanceof Uint8Array) return file;
      if ('failing' in file) throw new Error(file.failing);
      throw new Error('is no file');
    }
    throw new Error('is missing from this clone');
  }

  async file(revision: Revision, path: string): Promise<Uint8Array | undefined> {
    const file = this.treeAt(revision)[path];
    return typeof file === 'string'
      ? Buffer.from(file, 'utf8')
      : file instanceof Uint8Array
        ? file
        : undefined;
  }

  private treeAt(revision: Revision): MemoryTree {
    const tree = this.trees.get(revision.kind === 'commit' ? revision.id : revision.kind);
    if (tree === undefined) throw new Error(`there is no revision ${JSON.stringify(revision)}`);
    return tree;
  }
}

function entryOf(path: string, file: MemoryFile): TreeEntry {
  const isFile = typeof file === 'string' || file instanceof Uint8Array || 'failing' in file;
  const content = typeof file === 'string' || file instanceof Uint8Array ? file : JSON.stringify(file);
  const kind = isFile ? 'file' : 'symlink' in file ? 'symlink' : 'submodule';
  const size = typeof file === 'object' && 'failing' in file ? file.size : undefined;
  return {
    path,
    kind,
    blob: createHash('sha1').update(content).digest('hex'),
    ...(size === undefined ? {} : { size }),
  };
}

/** The difference of two trees as git would give it. @param renames the path at the base by the path at the head */
export function changeBetween(
  base: MemoryTree,
  head: MemoryTree,
  renames: Readonly<Record<string, string>> = {},
): Change {
  const moved = new Set(Object.values(renames));
  const paths = [...new Set([...Object.keys(base), ...Object.keys(head)])]
    .filter((path) => !moved.has(path))
    .sort();
  const files = paths.flatMap((path): FileChange[] => {
    const previousPath = renames[path];
    const [before, after] = [base[previousPath ?? path], head[path]];
    if (before === after && previousPath === undefined) return [];
    const status =
      previousPath !== undefined
        ? 'renamed'
        : before === undefined
          ? 'added'
          : after === undefined
            ? 'removed'
            : 'modified';
    return [
      { path, status, diff: diffOf(before, after), ...(previousPath === undefined ? {} : { previousPath }) },
    ];
  });
  return { base: commit('base'), head: commit('head'), files, source: 'git' };
}

function diffOf(before: MemoryFile | undefined, after: MemoryFile | undefined): FileChange['diff'] {
  const present = [before, after].filter((file) => file !== undefined);
  if (present.some((file) => typeof file === 'object' && 'submodule' in file)) return { kind: 'submodule' };
  if (present.some((file) => file instanceof Uint8Array)) return { kind: 'binary' };
  const hunks = computeHunks(textOf(before), textOf(after));
  if (!hunks.ok) throw new Error(hunks.error);
  return { kind: 'text', hunks: hunks.value, shown: true };
}

function textOf(file: MemoryFile | undefined): string {
  if (typeof file === 'object' && 'symlink' in file) return file.symlink;
  return typeof file === 'string' ? file : '';
}
