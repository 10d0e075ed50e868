import type { Change } from '../diff/change.ts';

/** Whether a path lies in or below a directory given relative to the repository's root; `.` and the empty one hold all. */
export function inDirectory(directory: string): (path: string) => boolean {
  const prefix = directory.replace(/^(\.\/)+/, '').replace(/\/+$/, '');
  if (prefix === '' || prefix === '.') return () => true;
  return (path) => path === prefix || path.startsWith(`${prefix}/`);
}

/** The part of a change that lies in scope, at either side of a rename. */
export function narrowed(change: Change, isInScope: (path: string) => boolean): Change {
  const files = change.files.filter(
    (file) => isInScope(file.path) || (file.previousPath !== undefined && isInScope(file.previousPath)),
  );
  return { ...change, files };
}
