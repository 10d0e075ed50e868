import { isAssignedOnce } from '../../../flow/conditions.ts';
import { linearNumber, listLength, scaled, sum } from '../../../flow/list-length.ts';
import type { LinearNumber } from '../../../flow/list-length.ts';
import { integerConstant } from '../../../flow/origin/integer-constant.ts';
import { unconverted } from '../../../flow/value-use.ts';
import { argumentsOf, calleeOf, isCall, unparen } from '../../../semantic/callee.ts';
import type { DataModel } from '../../../semantic/c-integers.ts';
import type { Package } from '../../../semantic/package.ts';
import { sizeOf } from '../../../semantic/type-sizes.ts';
import type { Type } from '../../../semantic/types.ts';
import type { Node } from '../../../syntax/tree.ts';

/** `unsafe.Slice(p, n)` or `unsafe.String(p, n)` over the elements of a list. */
export interface ListView {
  readonly call: Node;
  readonly list: Node;
  /** The element of the list that it starts at. */
  readonly start: bigint;
  readonly count: Node;
  /** The type of its elements, and the bytes of one. */
  readonly type: Type;
  readonly size: bigint;
  /** The bytes of an element of the list. */
  readonly ownSize: bigint;
  /** Whether nothing behind the list's length is its own. */
  readonly isWhole: boolean;
  /** Whether it reaches behind the length of the list, however long that is. */
  readonly isBeyond: boolean;
}

/** What is too long here is so on the usual systems. */
const usual: DataModel = { long: 64, pointer: 64 };

export function listView(call: Node, pkg: Package): ListView | undefined {
  const name = nameInUnsafe(call, pkg);
  const [pointer, count] = argumentsOf(call);
  if ((name !== 'Slice' && name !== 'String') || pointer === undefined || count === undefined)
    return undefined;
  const type = pkg.types.ofExpression(pointer);
  if (type.kind !== 'pointer') return undefined;
  const place = startOf(pointer, pkg);
  if (place === undefined) return undefined;
  const size = bytesOf(type.element, pkg);
  const ownSize = bytesOf(elementOf(place.list, pkg), pkg);
  if (size === undefined || ownSize === undefined) return undefined;
  const known = listLength(place.list, pkg);
  const number = linearNumber(count, pkg);
  const rest = known === undefined ? undefined : sum(known.length, constant(-place.start));
  const missing =
    number === undefined || rest === undefined
      ? undefined
      : sum(scaled(number, size), scaled(rest, -ownSize));
  const isBeyond =
    known !== undefined && missing !== undefined && isPositive(missing, known.length, place.start);
  const isWhole = known?.isWhole === true;
  return {
    call,
    list: place.list,
    start: place.start,
    count,
    type: type.element,
    size,
    ownSize,
    isWhole,
    isBeyond,
  };
}

/** Whether it is above zero whenever the list has the element that the view starts at. */
function isPositive({ of, factor, rest }: LinearNumber, length: LinearNumber, start: bigint): boolean {
  if (of === undefined || factor === 0n) return rest > 0n;
  if (factor < 0n || length.of !== of || length.factor <= 0n) return false;
  // The smallest unknown that makes the list so long.
  const lacking = start + 1n - length.rest;
  const least = lacking <= 0n ? 0n : (lacking + length.factor - 1n) / length.factor;
  return factor * least + rest > 0n;
}

/** The list and the element that a pointer is to: `&b[i]`, `unsafe.SliceData(b)`, `unsafe.StringData(s)`. */
function startOf(pointer: Node, pkg: Package): { readonly list: Node; readonly start: bigint } | undefined {
  const value = unconverted(pointer, pkg);
  if (value.kind === 'identifier') {
    const symbol = pkg.symbolOf(value);
    const isFixed = symbol?.role === 'local' && symbol.value?.count === 1 && isAssignedOnce(symbol, pkg);
    const from = isFixed ? unconverted(symbol.value.node, pkg) : undefined;
    return from === undefined || from.kind === 'identifier' ? undefined : startOf(from, pkg);
  }
  const [list] = argumentsOf(value);
  const name = nameInUnsafe(value, pkg);
  if (list !== undefined && (name === 'SliceData' || name === 'StringData')) return { list, start: 0n };
  const operand =
    value.kind === 'unary_expression' && value.text.startsWith('&') ? value.child('operand') : undefined;
  const place = operand === undefined ? undefined : unparen(operand);
  if (place?.kind !== 'index_expression') return undefined;
  const [indexed, index] = [place.child('operand'), place.child('index')];
  const start = index === undefined ? undefined : integerConstant(index, pkg);
  return indexed === undefined || start === undefined || start < 0n ? undefined : { list: indexed, start };
}

function nameInUnsafe(call: Node, pkg: Package): string | undefined {
  if (!isCall(call)) return undefined;
  const callee = calleeOf(call, pkg);
  return callee.kind === 'package' && callee.path === 'unsafe' ? callee.name : undefined;
}

/** Undefined for a string, whose elements are bytes. */
function elementOf(list: Node, pkg: Package): Type | undefined {
  const type = pkg.types.underlying(pkg.types.ofExpression(list));
  return type.kind === 'slice' || type.kind === 'array' ? type.element : undefined;
}

function bytesOf(type: Type | undefined, pkg: Package): bigint | undefined {
  const size = type === undefined ? 1 : sizeOf(type, usual, pkg);
  return size === undefined ? undefined : BigInt(size);
}

function constant(rest: bigint): LinearNumber {
  return { of: undefined, factor: 0n, rest };
}
