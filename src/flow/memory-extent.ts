import { argumentsOf, calleeOf, isCall, unparen } from '../semantic/callee.ts';
import type { DataModel } from '../semantic/c-integers.ts';
import type { Package } from '../semantic/package.ts';
import { sizeOf } from '../semantic/type-sizes.ts';
import type { Node } from '../syntax/tree.ts';
import { isAssignedOnce } from './conditions.ts';
import { integerConstant } from './origin/integer-constant.ts';
import { unconverted } from './value-use.ts';

/** How much memory a pointer leads to the start of, as far as that is certain. */
export type Extent =
  /** So many bytes, from the pointer to the end of `of`: a variable, an array, what was allocated. */
  | { readonly kind: 'bytes'; readonly bytes: bigint; readonly of: Node }
  /** As many bytes as an expression says that `malloc` got. */
  | { readonly kind: 'asked'; readonly size: Node; readonly of: Node };

/** On systems of a data model; undefined where nothing is certain. A pointer to a field may be to all of its struct. */
export function extentOf(pointer: Node, model: DataModel, pkg: Package): Extent | undefined {
  const start = unconverted(pointer, pkg);
  if (start.kind === 'identifier') {
    const symbol = pkg.symbolOf(start);
    const isFixed = symbol?.role === 'local' && symbol.value?.count === 1 && isAssignedOnce(symbol, pkg);
    const value = isFixed ? unconverted(symbol.value.node, pkg) : undefined;
    return value === undefined || value.kind === 'identifier' ? undefined : extentOf(value, model, pkg);
  }
  if (isCall(start)) return ofAllocation(start, pkg);
  const operand =
    start.kind === 'unary_expression' && start.text.startsWith('&') ? start.child('operand') : undefined;
  const place = operand === undefined ? undefined : unparen(operand);
  if (place?.kind === 'identifier') {
    if (pkg.symbolOf(place)?.kind !== 'variable') return undefined;
    const size = sizeOf(pkg.types.ofExpression(place), model, pkg);
    return size === undefined ? undefined : { kind: 'bytes', bytes: BigInt(size), of: place };
  }
  return place?.kind === 'index_expression' ? fromElement(place, model, pkg) : undefined;
}

function ofAllocation(call: Node, pkg: Package): Extent | undefined {
  const callee = calleeOf(call, pkg);
  const [size] = argumentsOf(call);
  if (callee.kind !== 'c' || callee.name !== 'malloc' || size === undefined) return undefined;
  const bytes = integerConstant(size, pkg);
  return bytes === undefined ? { kind: 'asked', size, of: call } : { kind: 'bytes', bytes, of: call };
}

/** `&a[i]` of an array, or of a slice that is made with a constant length and never set again. */
function fromElement(place: Node, model: DataModel, pkg: Package): Extent | undefined {
  const [list, index] = [place.child('operand'), place.child('index')];
  const from = index === undefined ? undefined : integerConstant(index, pkg);
  if (list === undefined || from === undefined) return undefined;
  const type = pkg.types.underlying(pkg.types.ofExpression(list));
  const array = type.kind === 'pointer' ? pkg.types.underlying(type.element) : type;
  if (array.kind !== 'array' && array.kind !== 'slice') return undefined;
  const element = sizeOf(array.element, model, pkg);
  // The array may be a part of a larger one, or of a struct that goes on behind it: only a variable's end is known.
  const count = array.kind === 'slice' ? madeCount(list, pkg) : lengthOf(list, array.length);
  if (element === undefined || count === undefined) return undefined;
  return { kind: 'bytes', bytes: (count - from) * BigInt(element), of: list };
}

function lengthOf(list: Node, length: number | undefined): bigint | undefined {
  return length === undefined || unparen(list).kind !== 'identifier' ? undefined : BigInt(length);
}

/** `n` of `b := make([]T, n)`; a capacity may be more. */
function madeCount(list: Node, pkg: Package): bigint | undefined {
  const symbol = list.kind === 'identifier' ? pkg.symbolOf(list) : undefined;
  if (symbol?.role !== 'local' || symbol.value?.count !== 1 || !isAssignedOnce(symbol, pkg)) return undefined;
  const call = unparen(symbol.value.node);
  if (!isCall(call)) return undefined;
  const callee = calleeOf(call, pkg);
  const [, length, ...capacity] = argumentsOf(call);
  const isMade = callee.kind === 'builtin' && callee.name === 'make' && capacity.length === 0;
  return isMade && length !== undefined ? integerConstant(length, pkg) : undefined;
}
