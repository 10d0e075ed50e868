import { integerConstant } from '../../../flow/origin/integer-constant.ts';
import { argumentsOf, calleeOf, isCall, throughParens, unparen } from '../../../semantic/callee.ts';
import type { Package } from '../../../semantic/package.ts';
import type { Type } from '../../../semantic/types.ts';
import type { Node } from '../../../syntax/tree.ts';

/** Memory that is seen as so many values of a type. */
export interface SeenMemory {
  readonly at: Node;
  readonly pointer: Node;
  readonly type: Type;
  /** How many: a constant, or the expression that says it. */
  readonly count: bigint | Node;
}

/** Arrays of more elements are sliced to what there is. */
const largestArray = 1n << 15n;

/** `unsafe.Slice(p, n)`, `(*[n]T)(unsafe.Pointer(p))` and `(*T)(unsafe.Pointer(p))`. */
export function seenMemory(call: Node, pkg: Package): SeenMemory | undefined {
  const callee = calleeOf(call, pkg);
  const [pointer, length] = argumentsOf(call);
  if (pointer === undefined) return undefined;
  if (callee.kind === 'package' && callee.path === 'unsafe' && callee.name === 'Slice') {
    const type = pkg.types.ofExpression(pointer);
    if (length === undefined || type.kind !== 'pointer') return undefined;
    return { at: call, pointer, type: type.element, count: integerConstant(length, pkg) ?? length };
  }
  if (callee.kind !== 'conversion' || !isUnsafe(pointer, pkg)) return undefined;
  const target = pkg.types.ofTypeNode(callee.type);
  if (target.kind !== 'pointer') return undefined;
  return ofConversion(call, pointer, target.element, callee.type, pkg);
}

function ofConversion(
  call: Node,
  pointer: Node,
  type: Type,
  written: Node,
  pkg: Package,
): SeenMemory | undefined {
  const array = written.all('array_type')[0];
  if (type.kind !== 'array' || array === undefined) return { at: call, pointer, type, count: 1n };
  const length = array.child('length');
  const count = length === undefined ? undefined : integerConstant(length, pkg);
  if (count === undefined) return undefined;
  const { parent } = throughParens(call);
  const dereference = parent?.kind === 'unary_expression' && parent.text.startsWith('*') ? parent : undefined;
  const sliced = dereference === undefined ? parent : throughParens(dereference).parent;
  const end = sliced?.kind === 'slice_expression' ? sliced.child('end') : undefined;
  if (end !== undefined) {
    return { at: call, pointer, type: type.element, count: integerConstant(end, pkg) ?? unparen(end) };
  }
  return count < largestArray ? { at: call, pointer, type: type.element, count } : undefined;
}

/** A conversion from a type that the compiler checks can go wrong in no such way. */
function isUnsafe(pointer: Node, pkg: Package): boolean {
  const { kind } = pkg.types.ofExpression(pointer);
  return kind === 'unsafe-pointer' || (isCall(unparen(pointer)) && pointer.text.startsWith('C.malloc('));
}
