import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';

/** What `errno` is a macro for on the systems that have C, and what prints its text. */
const knownReaders: ReadonlySet<string> = new Set([
  '__errno_location',
  '__error',
  '__errno',
  '___errno',
  '_errno',
  'perror',
]);

/**
 * Whether a C function does nothing but read errno, which is the thread's own (C11 7.5): one that every C library
 * has, or one with a body in the package that returns it, or its text, and calls nothing else.
 */
export function readsErrno(name: string, pkg: Package): boolean {
  if (knownReaders.has(name)) return true;
  const bodies = pkg.c.definitions.callable(name);
  return bodies.length > 0 && bodies.every(({ body, isPartial }) => !isPartial && returnsErrno(body));
}

function returnsErrno(body: Node): boolean {
  const [only, ...more] = body.children.filter(({ kind }) => kind !== 'comment');
  if (only?.kind !== 'return_statement' || more.length > 0) return false;
  const value = only.children[0]?.text.replace(/[\s()]/g, '');
  return value === 'errno' || value === 'strerrorerrno';
}
