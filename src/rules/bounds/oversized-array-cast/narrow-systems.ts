import { areCompatible, parseBuildConstraint } from '../../../source/build-constraint.ts';
import type { GoFile } from '../../../syntax/go-file.ts';
import { sizeOf } from '../../../semantic/type-sizes.ts';
import type { Package } from '../../../semantic/package.ts';
import type { ArrayView } from './array-view.ts';

/** The compiler of a 32-bit system refuses a type of this many bytes, and a length of as many elements. */
const tooLarge = 1n << 31n;

const narrow = parseBuildConstraint(
  'narrow.go',
  '//go:build 386 || arm || mips || mipsle\n\npackage narrow\n',
);

/** The bytes of the array on a 32-bit system, where that is too many for a file that can be built for one. */
export function tooLargeBytes(view: ArrayView, file: GoFile, pkg: Package): bigint | undefined {
  const size = sizeOf(view.elementType, { long: 32, pointer: 32 }, pkg);
  // An element of unknown size has one byte at least.
  const bytes = view.count * BigInt(Math.max(1, size ?? 1));
  return bytes >= tooLarge && areCompatible(file.constraint, narrow) ? bytes : undefined;
}
