import picomatch from 'picomatch';

/**
 * Tells whether a path of the repository matches one of the globs of `exclude`. Dot files match like any other;
 * a glob that ends in `/` stands for everything below that folder.
 */
export function pathMatcher(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => false;
  return picomatch(
    globs.map((glob) => (glob.endsWith('/') ? `${glob}**` : glob)),
    { dot: true },
  );
}
