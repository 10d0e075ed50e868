import type { SuggestedFix } from '../../../engine/diagnostic.ts';
import type { FreedByC } from '../../../flow/origin/freed-by-c.ts';
import { argumentsOf, calleeOf, unparen } from '../../../semantic/callee.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import type { Node } from '../../../syntax/tree.ts';
import type { Mismatch } from './mismatch.ts';

/**
 * Another name in front of the same argument: where both functions take one untyped pointer, and the file shows that
 * the right one is declared, as it calls it so.
 */
export function replacedFree(
  { call, argument }: FreedByC,
  { release }: Mismatch,
  { file }: GoFunction,
  pkg: Package,
): SuggestedFix | undefined {
  const [right] = release;
  const callee = call.child('function');
  if (right === undefined || callee === undefined || argumentsOf(call).length !== 1) return undefined;
  if (!isUnsafePointer(argument, pkg)) return undefined;
  const isDeclared = file.tree.root.all('call_expression').some((other) => {
    const called = calleeOf(other, pkg);
    const [only, ...more] = argumentsOf(other);
    if (called.kind !== 'c' || called.name !== right || only === undefined || more.length > 0) return false;
    return isUnsafePointer(only, pkg);
  });
  if (!isDeclared) return undefined;
  const newText = `C.${right}`;
  return {
    message: `Free it with \`${newText}\``,
    edits: [{ path: file.path, span: callee.span, newText }],
  };
}

/** `unsafe.Pointer(x)`, or what already is one. */
function isUnsafePointer(argument: Node, pkg: Package): boolean {
  return pkg.types.ofExpression(unparen(argument)).kind === 'unsafe-pointer';
}
