import { holdsGoPointers } from '../../../flow/go-pointers/pointer-types.ts';
import type { Package } from '../../../semantic/package.ts';
import type { Type } from '../../../semantic/types.ts';

/** Types are looked into this deep. */
const deepest = 6;

/** Whether a value has a word that the garbage collector follows: any pointer to a type of Go is one. */
export function hasPointerWord(of: Type, pkg: Package, depth = 0): boolean {
  const type = pkg.types.underlying(of);
  if (type.kind === 'pointer') return type.element.kind !== 'c';
  if (depth > deepest) return false;
  if (type.kind === 'array') return type.length !== 0 && hasPointerWord(type.element, pkg, depth + 1);
  if (type.kind === 'composite' && type.form === 'struct_type' && type.path === '') {
    const fields = type.node?.all('field_declaration') ?? [];
    return fields.some((field) => {
      const declared = field.ancestor('struct_type') === type.node ? field.child('type') : undefined;
      return declared !== undefined && hasPointerWord(pkg.types.ofTypeNode(declared), pkg, depth + 1);
    });
  }
  return holdsGoPointers(type, pkg);
}
