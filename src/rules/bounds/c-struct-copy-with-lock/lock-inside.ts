import { onceFor } from '../../../base/once-for.ts';
import type { CType } from '../../../semantic/c-types.ts';
import { cTypeNamed } from '../../../semantic/memory-layout.ts';
import type { Package } from '../../../semantic/package.ts';
import type { Type } from '../../../semantic/type.ts';

/** Types whose objects must stay where they were initialised. */
const locks: ReadonlySet<string> = new Set([
  'pthread_mutex_t',
  'pthread_cond_t',
  'pthread_rwlock_t',
  'pthread_spinlock_t',
  'pthread_barrier_t',
  'sem_t',
  'mtx_t',
  'cnd_t',
]);

/** Structs in structs are followed this deep. */
const deepest = 8;

/** The lock that a struct of C has inside of it, by the struct's declaration in the package; not one behind a pointer. */
export function lockInside(type: Type, pkg: Package): string | undefined {
  if (type.kind !== 'c' || type.path !== undefined) return undefined;
  const known = locksOf(pkg);
  if (known.has(type.name)) return known.get(type.name);
  const named = cTypeNamed(type.name, pkg);
  const found = named === undefined ? undefined : lockIn(named, pkg, 0);
  known.set(type.name, found);
  return found;
}

const locksOf = onceFor((_pkg: Package) => new Map<string, string | undefined>());

function lockIn(type: CType, pkg: Package, depth: number): string | undefined {
  if (type.kind === 'named' && locks.has(type.name)) return type.name;
  const resolved = pkg.c.resolve(type);
  if (depth > deepest) return undefined;
  if (resolved.kind === 'array') return lockIn(resolved.of, pkg, depth + 1);
  if (resolved.kind !== 'struct') return undefined;
  for (const field of pkg.c.fieldsOf(resolved) ?? []) {
    const found = lockIn(field.type, pkg, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether the C code of a package names such a type at all. */
export const namesLocks = onceFor((pkg: Package): { readonly some: boolean } => {
  const sources = [...pkg.files.flatMap(({ preambles }) => preambles), ...pkg.cFiles];
  return { some: sources.some(({ tree }) => [...locks].some((name) => tree.text.includes(name))) };
});
