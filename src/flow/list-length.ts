import { argumentsOf, calleeOf, isCall, unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import { isAssignedOnce } from './conditions.ts';
import { integerConstant } from './origin/integer-constant.ts';

/** `factor * of + rest`: a number in terms of one that is not known and stays the same; `of` is undefined for a constant. */
export interface LinearNumber {
  /** A variable that only has the value of its declaration, or a list whose length is meant. */
  readonly of: GoSymbol | undefined;
  readonly factor: bigint;
  readonly rest: bigint;
}

/** How long a variable's array, slice or string is. */
export interface ListLength {
  readonly length: LinearNumber;
  /** Whether the memory ends there; a slice from somewhere else may have a larger capacity. */
  readonly isWhole: boolean;
}

/** Variables that are set from variables are followed this deep. */
const deepest = 6;

/** Conversions that keep a length as it is. */
const wideTypes: ReadonlySet<string> = new Set(['int', 'int64', 'uint', 'uint64', 'uintptr', 'C.size_t']);

/** The length of a list that a variable holds and that is never another one; undefined where that is not certain. */
export function listLength(list: Node, pkg: Package, depth = 0): ListLength | undefined {
  const name = unparen(list);
  const symbol = name.kind === 'identifier' ? pkg.symbolOf(name) : undefined;
  if (symbol?.kind !== 'variable' || depth > deepest) return undefined;
  const type = pkg.types.underlying(pkg.types.ofExpression(name));
  if (type.kind === 'array')
    return type.length === undefined ? undefined : { length: constant(BigInt(type.length)), isWhole: true };
  const isList = type.kind === 'slice' || (type.kind === 'basic' && type.name === 'string');
  if (!isList || symbol.role === 'package-level' || !isAssignedOnce(symbol, pkg)) return undefined;
  const own: LinearNumber = { of: symbol, factor: 1n, rest: 0n };
  if (symbol.role === 'parameter' || symbol.role === 'range') return { length: own, isWhole: false };
  const value =
    symbol.role === 'local' && symbol.value !== undefined ? unparen(symbol.value.node) : undefined;
  if (value === undefined) return undefined;
  if (value.kind === 'composite_literal') {
    const elements = value.child('body')?.children ?? [];
    const isCounted = elements.every(({ kind }) => kind === 'literal_element');
    return { length: isCounted ? constant(BigInt(elements.length)) : own, isWhole: true };
  }
  if (!isCall(value)) return undefined;
  const callee = calleeOf(value, pkg);
  // What append and its kin leave behind the length is theirs; a conversion may round the capacity up.
  if (callee.kind !== 'builtin') return { length: own, isWhole: false };
  const [, size, ...capacity] = argumentsOf(value);
  if (callee.name !== 'make' || size === undefined || capacity.length > 0) return undefined;
  return { length: linearNumber(size, pkg, depth + 1) ?? own, isWhole: true };
}

/** A number as a multiple of one unknown and a rest: constants, variables of one value, lengths, sums and products. */
export function linearNumber(node: Node, pkg: Package, depth = 0): LinearNumber | undefined {
  const known = integerConstant(node, pkg);
  if (known !== undefined) return constant(known);
  const expression = unparen(node);
  if (depth > deepest) return undefined;
  if (expression.kind === 'identifier') return ofVariable(expression, pkg, depth);
  if (expression.kind === 'binary_expression') return ofBinary(expression, pkg, depth);
  if (!isCall(expression)) return undefined;
  const callee = calleeOf(expression, pkg);
  const [operand, ...more] = argumentsOf(expression);
  if (operand === undefined || more.length > 0) return undefined;
  if (callee.kind === 'conversion')
    return wideTypes.has(callee.type.text) ? linearNumber(operand, pkg, depth + 1) : undefined;
  const isLength = callee.kind === 'builtin' && callee.name === 'len';
  return isLength ? listLength(operand, pkg, depth + 1)?.length : undefined;
}

function constant(value: bigint): LinearNumber {
  return { of: undefined, factor: 0n, rest: value };
}

function ofVariable(name: Node, pkg: Package, depth: number): LinearNumber | undefined {
  const symbol = pkg.symbolOf(name);
  if (symbol?.kind !== 'variable' || symbol.role === 'package-level' || !isAssignedOnce(symbol, pkg))
    return undefined;
  const value = symbol.role === 'local' && symbol.value?.count === 1 ? symbol.value.node : undefined;
  const said = value === undefined ? undefined : linearNumber(value, pkg, depth + 1);
  if (said !== undefined) return said;
  const hasValue = symbol.role === 'parameter' || value !== undefined;
  return hasValue ? { of: symbol, factor: 1n, rest: 0n } : undefined;
}

function ofBinary(expression: Node, pkg: Package, depth: number): LinearNumber | undefined {
  const [left, right] = ['left', 'right'].map((field) => expression.child(field));
  const a = left === undefined ? undefined : linearNumber(left, pkg, depth + 1);
  const b = a === undefined || right === undefined ? undefined : linearNumber(right, pkg, depth + 1);
  if (a === undefined || b === undefined) return undefined;
  switch (expression.child('operator')?.kind) {
    case '+':
      return sum(a, b);
    case '-':
      return sum(a, scaled(b, -1n));
    case '*':
      return a.of === undefined ? scaled(b, a.rest) : b.of === undefined ? scaled(a, b.rest) : undefined;
    default:
      return undefined;
  }
}

/** The sum of two numbers of the same unknown; undefined where they have two. */
export function sum(a: LinearNumber, b: LinearNumber): LinearNumber | undefined {
  if (a.of !== undefined && b.of !== undefined && a.of !== b.of) return undefined;
  return { of: a.of ?? b.of, factor: a.factor + b.factor, rest: a.rest + b.rest };
}

export function scaled({ of, factor, rest }: LinearNumber, by: bigint): LinearNumber {
  return { of, factor: factor * by, rest: rest * by };
}
