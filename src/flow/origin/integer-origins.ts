import { argumentsOf, calleeOf, isCall, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import { repeatedConstant } from '../../semantic/type-constants.ts';
import type { Type } from '../../semantic/types.ts';
import type { Node } from '../../syntax/tree.ts';
import { integerConstant } from './integer-constant.ts';
import { unknownAt } from './origin.ts';
import type { Origin, OriginQuery } from './origin.ts';

/** Whether a type is a number that can hold an address, or a part of one. */
export function isInteger(type: Type): boolean {
  if (type.kind === 'basic') return /^u?int(ptr|\d*)$/.test(type.name);
  return type.kind === 'c' && /^(u?int(ptr|\d+)?_t|u?int|u?long|u?longlong|s?size_t)$/.test(type.name);
}

/**
 * Where a pointer leads that is made of an integer. Both conversions in one expression leave the memory what it was;
 * an integer that was kept in between is told apart (https://pkg.go.dev/unsafe#Pointer, pattern 3).
 */
export function madeOfInteger(integer: Node, query: OriginQuery): readonly Origin[] {
  const isInline = termsOf(integer).some((term) => isAddress(term, query));
  const found = query.allOf(integer);
  if (found.some(isUnknown)) return [{ kind: 'integer-made', from: 'unknown', at: integer }];
  return found.map((origin): Origin => {
    switch (origin.kind) {
      case 'nil':
      case 'handle':
      case 'mmap':
      case 'integer-made':
        return origin;
      default:
        return isInline ? origin : { kind: 'integer-made', from: 'pointer', at: integer, memory: origin };
    }
  });
}

/** `unsafe.Add(p, n)`: where `p` leads, unless that is nil. */
export function offsetPointer(pointer: Node, offset: Node, query: OriginQuery): readonly Origin[] {
  return query
    .allOf(pointer)
    .flatMap((origin) => (origin.kind === 'nil' ? madeOfInteger(offset, query) : [origin]));
}

/**
 * What an integer expression holds the address of: a sum leads where its one term leads that is neither a constant
 * nor nil, if it can be told which one that is.
 */
export function sumOrigins(sum: Node, query: OriginQuery): readonly Origin[] {
  const value = integerConstant(sum, query.package);
  if (value !== undefined) return [constantOrigin(sum, value)];
  const terms = termsOf(sum);
  const [only, ...more] = terms;
  if (only === undefined || (more.length === 0 && only === unparen(sum))) return unknownAt(sum);
  const found = terms.map((term) => query.allOf(term)).filter((origins) => !origins.every(isOffset));
  if (found.length === 0) return [{ kind: 'integer-made', from: 'constant', at: sum, value: undefined }];
  const leading = found.length === 1 ? found : found.filter((origins) => !origins.some(isUnknown));
  const [memory, ...others] = leading;
  return memory === undefined || others.length > 0 ? unknownAt(sum) : memory;
}

/** What a constant of Go stands for: a text, or a number. */
export function namedConstant(symbol: GoSymbol, at: Node, pkg: Package): readonly Origin[] {
  const value = repeatedConstant(symbol).value;
  if (value?.is('interpreted_string_literal', 'raw_string_literal') === true)
    return [{ kind: 'string-data', at: value }];
  const number = integerConstant(at, pkg);
  return number === undefined ? unknownAt(at) : [constantOrigin(at, number)];
}

function constantOrigin(at: Node, value: bigint): Origin {
  return value === 0n ? { kind: 'nil', at } : { kind: 'integer-made', from: 'constant', at, value };
}

function isOffset(origin: Origin): boolean {
  return origin.kind === 'nil' || (origin.kind === 'integer-made' && origin.from === 'constant');
}

function isUnknown(origin: Origin): boolean {
  return origin.kind === 'unknown';
}

/** The terms of a sum or mask; any other computation is a term. */
function termsOf(node: Node): readonly Node[] {
  const expression = unparen(node);
  if (expression.kind !== 'binary_expression') return [expression];
  const [left, right] = [expression.child('left'), expression.child('right')];
  const operator = expression.child('operator')?.kind ?? '';
  if (!['+', '-', '&', '|', '&^'].includes(operator) || left === undefined || right === undefined)
    return [expression];
  return [...termsOf(left), ...(operator === '+' || operator === '|' ? termsOf(right) : [])];
}

/** `uintptr(p)` of a pointer. */
function isAddress(term: Node, { package: pkg }: OriginQuery): boolean {
  if (!isCall(term) || calleeOf(term, pkg).kind !== 'conversion') return false;
  const [operand] = argumentsOf(term);
  if (operand === undefined) return false;
  const { kind } = pkg.types.ofExpression(operand);
  return kind === 'pointer' || kind === 'unsafe-pointer';
}
