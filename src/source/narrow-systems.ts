import { areCompatible, parseBuildConstraint } from './build-constraint.ts';
import type { BuildConstraint } from './build-constraint.ts';

const narrow = parseBuildConstraint(
  'narrow.go',
  '//go:build 386 || arm || mips || mipsle\n\npackage narrow\n',
);

/** Whether a file can be built for a 32-bit system. */
export function isBuiltForNarrow(constraint: BuildConstraint): boolean {
  return areCompatible(constraint, narrow);
}
