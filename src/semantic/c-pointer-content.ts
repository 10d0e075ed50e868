import type { CDeclarations } from './c-declarations.ts';
import type { CType } from './c-types.ts';

/** Types are looked into this deep. */
const deepest = 6;

/** cgo's own names of C's basic types, which no C code declares: https://pkg.go.dev/cmd/cgo#hdr-Go_references_to_C. */
const cgoBasicNames = new Set(
  'char schar uchar short ushort int uint long ulong longlong ulonglong float double size_t'.split(' '),
);

/** Whether a C type, by its name in Go, certainly has no pointer in it; an address, as `uintptr_t`, is no pointer. */
export function isPointerFree(name: string, c: CDeclarations): boolean {
  if (cgoBasicNames.has(name) || /^u?int(8|16|32|64)_t$/.test(name)) return true;
  const [, kind, tag] = /^(struct|union|enum)_(.+)$/.exec(name) ?? [];
  if (tag !== undefined && (kind === 'struct' || kind === 'union' || kind === 'enum')) {
    const type = c.tagged(kind, tag);
    return type !== undefined && hasNoPointer(type, c, 0);
  }
  return c.isType(name) && hasNoPointer({ kind: 'named', name }, c, 0);
}

function hasNoPointer(of: CType, c: CDeclarations, depth: number): boolean {
  const type = c.resolve(of);
  switch (type.kind) {
    case 'basic':
    case 'enum':
      return true;
    case 'array':
      return hasNoPointer(type.of, c, depth);
    case 'struct': {
      const fields = depth > deepest ? undefined : c.fieldsOf(type);
      return (
        fields !== undefined &&
        fields.length > 0 &&
        fields.every((field) => hasNoPointer(field.type, c, depth + 1))
      );
    }
    default:
      return false;
  }
}
