import type { Package } from '../../semantic/package.ts';
import type { Type } from '../../semantic/types.ts';

/** Types are looked into this deep. */
const deepest = 6;

/**
 * Whether a value of a type certainly has room for a pointer to Go memory that the collector looks after: a string,
 * slice, map, channel, function or interface, or a struct or array with one in it. Pointers count where they point to a
 * type of Go; one to a type of C, and `unsafe.Pointer`, may be meant for memory of C.
 */
export function holdsGoPointers(of: Type, pkg: Package, depth = 0): boolean {
  if (depth > deepest) return false;
  const type = pkg.types.underlying(of);
  switch (type.kind) {
    case 'slice':
      return true;
    case 'basic':
      return type.name === 'string' || type.name === 'error' || type.name === 'any';
    case 'pointer':
      return depth > 0 && type.element.kind !== 'c' && holdsGoPointers(type.element, pkg, depth + 1);
    case 'array':
      return type.length !== 0 && holdsGoPointers(type.element, pkg, depth + 1);
    case 'composite': {
      if (type.form !== 'struct_type') return true;
      const { node, path } = type;
      // The fields of another package's types are read there.
      if (node === undefined || path !== '') return false;
      return node.all('field_declaration').some((field) => {
        if (field.ancestor('struct_type') !== node) return false;
        const declared = field.child('type');
        return declared !== undefined && holdsGoPointers(pkg.types.ofTypeNode(declared), pkg, depth + 1);
      });
    }
    default:
      return false;
  }
}
