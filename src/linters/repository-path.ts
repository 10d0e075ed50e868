import { posix, win32 } from 'node:path';

/** Where the paths that a tool prints start from. */
export interface PathBase {
  /** Absolute paths at which the repository stands, or stood when the tool ran; links resolved and not. */
  readonly roots: readonly [string, ...string[]];
  /** The directory that relative paths start from, relative to the root; empty for the root. */
  readonly directory: string;
}

const longestPath = 4_096;

/** The path relative to the repository's root of a file that a tool names; undefined for one outside of it. */
export function repositoryPath(file: string, { roots, directory }: PathBase): string | undefined {
  if (file === '' || file.length > longestPath || /\p{Cc}/u.test(file)) return undefined;
  const path = isWindowsPath(roots[0]) ? win32 : posix;
  // `C:x` starts from the current directory of a drive, which nobody here knows.
  if (path === win32 && /^[A-Za-z]:(?![\\/])/.test(file)) return undefined;
  const absolute = path.isAbsolute(file) ? path.normalize(file) : path.resolve(roots[0], directory, file);
  for (const root of roots) {
    const relative = path.relative(root, absolute);
    if (relative !== '' && !path.isAbsolute(relative) && !/^\.\.(?:[\\/]|$)/.test(relative)) {
      return relative.split(path.sep).join('/');
    }
  }
  return undefined;
}

/** Whether a path begins with a drive or a server of Windows. */
export function isWindowsPath(path: string): boolean {
  return /^(?:[A-Za-z]:[\\/]|\\\\)/.test(path);
}
