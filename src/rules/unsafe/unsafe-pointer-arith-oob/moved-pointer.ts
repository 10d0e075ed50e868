import { integerConstant } from '../../../flow/origin/integer-constant.ts';
import { argumentsOf, calleeOf, isCall, unparen } from '../../../semantic/callee.ts';
import type { DataModel } from '../../../semantic/c-integers.ts';
import type { Package } from '../../../semantic/package.ts';
import { sizeOf } from '../../../semantic/type-sizes.ts';
import type { Node } from '../../../syntax/tree.ts';

/** A pointer that is so many bytes, a constant above zero, behind another one. */
export interface MovedPointer {
  readonly at: Node;
  readonly pointer: Node;
  readonly by: bigint;
}

/** `unsafe.Add(p, 16)` and `unsafe.Pointer(uintptr(p) + 16)`. */
export function movedPointer(call: Node, model: DataModel, pkg: Package): MovedPointer | undefined {
  const callee = calleeOf(call, pkg);
  const [first, second] = argumentsOf(call);
  if (first === undefined) return undefined;
  if (callee.kind === 'package' && callee.path === 'unsafe' && callee.name === 'Add')
    return second === undefined ? undefined : moved(call, first, second, model, pkg);
  if (callee.kind !== 'conversion' || pkg.types.ofTypeNode(callee.type).kind !== 'unsafe-pointer')
    return undefined;
  const sum = unparen(first);
  if (sum.kind !== 'binary_expression' || sum.child('operator')?.kind !== '+') return undefined;
  const [left, right] = [sum.child('left'), sum.child('right')];
  const pointer = left === undefined ? undefined : asNumber(left, pkg);
  return pointer === undefined || right === undefined ? undefined : moved(call, pointer, right, model, pkg);
}

function moved(
  at: Node,
  pointer: Node,
  offset: Node,
  model: DataModel,
  pkg: Package,
): MovedPointer | undefined {
  const by = bytesIn(offset, model, pkg);
  return by === undefined || by <= 0n ? undefined : { at, pointer, by };
}

/** `p` of `uintptr(p)`. */
function asNumber(node: Node, pkg: Package): Node | undefined {
  const conversion = unparen(node);
  if (!isCall(conversion)) return undefined;
  const callee = calleeOf(conversion, pkg);
  const [pointer] = argumentsOf(conversion);
  const isNumber = callee.kind === 'conversion' && callee.type.text === 'uintptr';
  return isNumber && pointer !== undefined && pkg.types.ofExpression(pointer).kind === 'unsafe-pointer'
    ? pointer
    : undefined;
}

/** A constant, the size of a type, and products of the two. */
function bytesIn(node: Node, model: DataModel, pkg: Package): bigint | undefined {
  const known = integerConstant(node, pkg);
  if (known !== undefined) return known;
  const expression = unparen(node);
  if (expression.kind === 'binary_expression' && expression.child('operator')?.kind === '*') {
    const [left, right] = ['left', 'right'].map((field) => expression.child(field));
    const a = left === undefined ? undefined : bytesIn(left, model, pkg);
    const b = a === undefined || right === undefined ? undefined : bytesIn(right, model, pkg);
    return a === undefined || b === undefined ? undefined : a * b;
  }
  if (!isCall(expression)) return undefined;
  const callee = calleeOf(expression, pkg);
  const [operand] = argumentsOf(expression);
  if (operand === undefined) return undefined;
  if (callee.kind === 'conversion') return bytesIn(operand, model, pkg);
  const isSize = callee.kind === 'package' && callee.path === 'unsafe' && callee.name === 'Sizeof';
  const size = isSize ? sizeOf(pkg.types.ofExpression(operand), model, pkg) : undefined;
  return size === undefined ? undefined : BigInt(size);
}
