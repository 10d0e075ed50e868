import { argumentsOf, calleeOf, isCall, unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import { isAssignedOnce } from './conditions.ts';
import { definitionsOf } from './definitions.ts';
import { linearNumber, listLength } from './list-length.ts';
import type { LinearNumber } from './list-length.ts';
import { storesInto } from './list-stores.ts';
import type { ListStore } from './list-stores.ts';
import { countingLoop } from './loop-counters.ts';
import { unconverted } from './value-use.ts';

/** The value that is the last element of a slice of pointers wherever it is used, and is never nil. */
export function lastElement(list: GoSymbol, pkg: Package): Node | undefined {
  const value = list.value?.count === 1 ? unparen(list.value.node) : undefined;
  if (list.role !== 'local') return undefined;
  if (!isAssignedOnce(list, pkg)) return lastAppended(list, pkg);
  if (value?.kind === 'composite_literal') return lastWritten(value, list, pkg);
  const length = value !== undefined && isMake(value, pkg) ? lengthOf(list, pkg) : undefined;
  if (length === undefined) return undefined;
  const stores = storesInto(list, pkg);
  const last = stores.find((store) => isFilledBy(store, length, pkg));
  // What another statement writes may be a nil in the last place.
  return last !== undefined && stores.length === 1 && isPresent(last.value, pkg) ? last.value : undefined;
}

function isMake(value: Node, pkg: Package): boolean {
  const callee = isCall(value) ? calleeOf(value, pkg) : undefined;
  return callee?.kind === 'builtin' && callee.name === 'make';
}

function lengthOf(list: GoSymbol, pkg: Package): LinearNumber | undefined {
  return listLength(list.declaration, pkg)?.length;
}

/** Whether a store stands by itself in a loop that goes over all elements. */
function isFilledBy({ index, value }: ListStore, length: LinearNumber, pkg: Package): boolean {
  const symbol = index.kind === 'identifier' ? pkg.symbolOf(index) : undefined;
  const loop = symbol === undefined ? undefined : countingLoop(symbol, pkg);
  if (loop === undefined || value.ancestor('for_statement', 'if_statement', 'func_literal') !== loop)
    return false;
  const leaves = loop.all('break_statement', 'continue_statement', 'goto_statement');
  if (leaves.length > 0) return false;
  const head = loop.children.find(({ kind }) => kind === 'for_clause' || kind === 'range_clause');
  const over = head?.kind === 'range_clause' ? head.child('right') : undefined;
  if (over !== undefined) return isEqual(listLength(unparen(over), pkg)?.length, length);
  const condition = head?.child('condition');
  const end = condition?.child('right');
  const isBelow = condition?.child('operator')?.kind === '<' && condition.child('left')?.text === index.text;
  return isBelow && end !== undefined && isEqual(linearNumber(end, pkg), length);
}

function isEqual(a: LinearNumber | undefined, b: LinearNumber): boolean {
  return a !== undefined && a.of === b.of && a.factor === b.factor && a.rest === b.rest;
}

function lastWritten(literal: Node, list: GoSymbol, pkg: Package): Node | undefined {
  const elements = literal.child('body')?.children ?? [];
  const isPlain = elements.every(({ kind }) => kind === 'literal_element');
  const last = isPlain ? elements.at(-1)?.children[0] : undefined;
  return last !== undefined && isPresent(last, pkg) && storesInto(list, pkg).length === 0 ? last : undefined;
}

/** The value that every `list = append(list, v)` ends with. */
function lastAppended(list: GoSymbol, pkg: Package): Node | undefined {
  const type = pkg.types.ofSymbol(list);
  const definitions = definitionsOf(list, pkg).filter(({ target }) => target !== list.declaration);
  let last: Node | undefined;
  for (const { value } of definitions) {
    const call = value === undefined ? undefined : unparen(value);
    const callee = call !== undefined && isCall(call) ? calleeOf(call, pkg) : undefined;
    if (call === undefined || callee?.kind !== 'builtin' || callee.name !== 'append') return undefined;
    const [first, ...added] = argumentsOf(call);
    const end = added.at(-1);
    const isOwn = first?.kind === 'identifier' && pkg.symbolOf(first) === list;
    if (!isOwn || end === undefined || !isPresent(end, pkg)) return undefined;
    last = end;
  }
  return type.kind === 'slice' && storesInto(list, pkg).length === 0 ? last : undefined;
}

/** Whether a pointer is never nil: `C.CString` never gives nil. */
function isPresent(value: Node, pkg: Package): boolean {
  const made = unconverted(value, pkg);
  if (made.kind === 'identifier') {
    const symbol = pkg.symbolOf(made);
    const known = symbol?.role === 'local' && symbol.value?.count === 1 && isAssignedOnce(symbol, pkg);
    return known && made !== symbol.value.node && isCString(unconverted(symbol.value.node, pkg), pkg);
  }
  return isCString(made, pkg);
}

function isCString(value: Node, pkg: Package): boolean {
  const callee = isCall(value) ? calleeOf(value, pkg) : undefined;
  return callee?.kind === 'c' && callee.name === 'CString';
}
