import type { CType } from '../../../semantic/c-types.ts';
import type { Package } from '../../../semantic/package.ts';
import { sizeOf } from '../../../semantic/type-sizes.ts';
import type { Type } from '../../../semantic/types.ts';
import { isBuiltForNarrow } from '../../../source/narrow-systems.ts';
import type { GoFile } from '../../../syntax/go-file.ts';
import type { ArrayView } from './array-view.ts';

/** The compiler of a 32-bit system refuses a type of this many bytes, and a length of as many elements. */
const tooLarge = 1n << 31n;

const model = { long: 32, pointer: 32 } as const;

/** The least number of bytes of an array that is too large for a 32-bit system. */
export interface LargeArray {
  readonly bytes: bigint;
  /** `least`: the elements of C may be larger still; `unknown`: they have to be larger than one byte. */
  readonly size: 'exact' | 'least' | 'unknown';
}

/** How large an array is on a 32-bit system, where that is too much for a file that can be built for one. */
export function largeArray(view: ArrayView, file: GoFile, pkg: Package): LargeArray | undefined {
  // Most are not: what the file can be built for is asked last.
  const found = sizeOfArray(view, pkg);
  if (found === undefined || !isBuiltForNarrow(file.constraint)) return undefined;
  return isLinkedFor64Bits(pkg) ? undefined : found;
}

/** Whether the package is built and linked for systems of 64 bits alone, as far as its `#cgo` lines say. */
function isLinkedFor64Bits(pkg: Package): boolean {
  const lines = pkg.files.flatMap(({ directives }) => directives.flags);
  // What pkg-config finds may be there for any system.
  if (lines.some(({ verb }) => verb === 'pkg-config')) return false;
  const words = lines.flatMap((line) => line.arguments);
  const names = (pattern: RegExp): boolean => words.some((word) => pattern.test(word));
  return (
    names(/(x86|x64|amd|arm|aarch|mips|ppc|riscv)_?64|aarch64|64_?BIT/i) &&
    !names(/i[3-6]86|\b386|x86_32|armv[5-7]|32_?BIT/i)
  );
}

function sizeOfArray({ count, elementType }: ArrayView, pkg: Package): LargeArray | undefined {
  const exact = sizeOf(elementType, model, pkg);
  const least = exact ?? leastSize(elementType, pkg);
  const bytes = count * BigInt(Math.max(1, least ?? 1));
  if (bytes >= tooLarge) return { bytes, size: exact === undefined ? 'least' : 'exact' };
  return least === undefined && count * 2n >= tooLarge ? { bytes: count * 2n, size: 'unknown' } : undefined;
}

/** What the members of a struct of C take without anything between them. */
function leastSize(type: Type, pkg: Package): number | undefined {
  if (type.kind !== 'c' || type.path !== undefined) return undefined;
  const tag = /^struct_(.+)$/.exec(type.name)?.[1];
  const declared: CType = tag === undefined ? { kind: 'named', name: type.name } : { kind: 'struct', tag };
  const resolved = pkg.c.resolve(declared);
  const fields = resolved.kind === 'struct' ? pkg.c.fieldsOf(resolved) : undefined;
  return fields
    ?.filter(({ isBitField }) => !isBitField)
    .reduce((sum, field) => sum + (field.type.kind === 'pointer' ? 4 : 1), 0);
}
