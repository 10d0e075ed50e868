import type { Package } from '../../../semantic/package.ts';
import { calleeOf } from '../../../semantic/callee.ts';
import type { Node } from '../../../syntax/tree.ts';
import { useOf } from '../../../flow/value-use.ts';
import type { ValueUse } from '../../../flow/value-use.ts';

/** What becomes of a pointer: C gets it, Go code keeps or gets it, memory is read through it, or it is only compared. */
export interface Destination {
  readonly kind: 'c' | 'go' | 'memory' | 'compared';
}

/** Where a pointer goes, also through one variable. */
export function destinationOf(pointer: Node, pkg: Package): Destination {
  const use = useOf(pointer, pkg);
  if (use.kind !== 'alias') return { kind: kindOf(use, pkg) };
  const kinds = pkg.bindings
    .usesOf(use.symbol)
    .map((mention) => useOf(mention, pkg))
    .filter(({ kind }) => kind !== 'overwrite')
    .map((one) => (one.kind === 'alias' ? 'go' : kindOf(one, pkg)));
  for (const kind of ['memory', 'c', 'go'] as const) if (kinds.includes(kind)) return { kind };
  return { kind: 'compared' };
}

function kindOf(use: ValueUse, pkg: Package): Destination['kind'] {
  switch (use.kind) {
    case 'dereference':
    case 'view':
    case 'go-copy':
    case 'free':
      return 'memory';
    case 'c-argument':
      return 'c';
    case 'compare':
    case 'discard':
      return 'compared';
    case 'go-argument':
      return readsMemory(use, pkg) ? 'memory' : 'go';
    default:
      return 'go';
  }
}

/** The functions of `sync/atomic`, `unsafe` and `runtime` that take an address. */
function readsMemory(use: Extract<ValueUse, { kind: 'go-argument' }>, pkg: Package): boolean {
  const callee = calleeOf(use.call, pkg);
  return callee.kind === 'package' && ['sync/atomic', 'unsafe', 'runtime', 'syscall'].includes(callee.path);
}
