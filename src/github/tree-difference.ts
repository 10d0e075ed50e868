import { compareText } from '../base/span.ts';
import type { TreeEntry } from '../source/snapshot.ts';
import type { ListedFile } from './file-diff.ts';

/**
 * The files that differ between two trees and are not among `listed`, which GitHub cuts at 300. A file that moved
 * without a change is a rename; one that moved and changed is a removed and an added file, as its content
 * is not looked at.
 */
export function unlistedFiles(
  baseTree: readonly TreeEntry[],
  headTree: readonly TreeEntry[],
  listed: readonly ListedFile[],
): ListedFile[] {
  const known = new Set(listed.map((file) => file.path));
  for (const file of listed) {
    if (file.status === 'renamed' && file.previousPath !== undefined) known.add(file.previousPath);
  }
  const before = new Map(baseTree.map((entry) => [entry.path, entry]));
  const after = new Map(headTree.map((entry) => [entry.path, entry]));
  const removed = baseTree.filter((entry) => !after.has(entry.path) && !known.has(entry.path));
  const added = headTree.filter((entry) => !before.has(entry.path) && !known.has(entry.path));

  const files: ListedFile[] = [];
  for (const entry of headTree) {
    const old = before.get(entry.path);
    if (old === undefined || known.has(entry.path)) continue;
    if (old.kind !== entry.kind) files.push({ path: entry.path, status: 'type-changed' });
    else if (old.blob !== entry.blob) files.push({ path: entry.path, status: 'modified' });
  }
  const origins = renames(removed, added);
  const moved = new Set(origins.values());
  for (const entry of added) {
    const previousPath = origins.get(entry.path);
    files.push(
      previousPath === undefined
        ? { path: entry.path, status: 'added' }
        : { path: entry.path, previousPath, status: 'renamed' },
    );
  }
  for (const entry of removed) {
    if (!moved.has(entry.path)) files.push({ path: entry.path, status: 'removed' });
  }
  return files.sort((a, b) => compareText(a.path, b.path));
}

/** New path to old path, each old path once: an equal name first, else in the order of the paths. */
function renames(removed: readonly TreeEntry[], added: readonly TreeEntry[]): ReadonlyMap<string, string> {
  const sources = new Map<string, TreeEntry[]>();
  for (const entry of removed) {
    const same = sources.get(entry.blob);
    if (same === undefined) sources.set(entry.blob, [entry]);
    else same.push(entry);
  }
  const origins = new Map<string, string>();
  const take = (entry: TreeEntry, fits: (candidate: TreeEntry) => boolean): void => {
    const candidates = sources.get(entry.blob);
    const index =
      candidates?.findIndex((candidate) => candidate.kind === entry.kind && fits(candidate)) ?? -1;
    const [source] = index === -1 ? [] : (candidates?.splice(index, 1) ?? []);
    if (source !== undefined) origins.set(entry.path, source.path);
  };
  for (const entry of added) take(entry, (candidate) => baseName(candidate.path) === baseName(entry.path));
  for (const entry of added) if (!origins.has(entry.path)) take(entry, () => true);
  return origins;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
