import { isAssignedOnce } from '../../../flow/conditions.ts';
import { storesInto } from '../../../flow/list-stores.ts';
import type { ListStore } from '../../../flow/list-stores.ts';
import { countingLoop } from '../../../flow/loop-counters.ts';
import { argumentsOf, calleeOf, isCall, throughParens, unparen } from '../../../semantic/callee.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import type { Node } from '../../../syntax/tree.ts';

/** The slices of pointers that a function makes, in variables that are never set again, and gives the address of. */
export function madeLists(fn: GoFunction, pkg: Package): GoSymbol[] {
  return fn.body.allOutside('func_literal', 'short_var_declaration', 'var_spec').flatMap((statement) => {
    const names =
      statement.kind === 'var_spec'
        ? statement.childrenOf('name')
        : (statement.child('left')?.children ?? []);
    return names.flatMap((name) => {
      const symbol = pkg.symbolOf(name);
      const value = symbol?.value?.count === 1 ? unparen(symbol.value.node) : undefined;
      if (symbol?.role !== 'local' || symbol.declaration !== name || value === undefined || !isCall(value))
        return [];
      const callee = calleeOf(value, pkg);
      const type = pkg.types.underlying(pkg.types.ofSymbol(symbol));
      const isMade = callee.kind === 'builtin' && callee.name === 'make' && argumentsOf(value).length === 2;
      const isOfPointers = type.kind === 'slice' && pkg.types.underlying(type.element).kind === 'pointer';
      return isMade && isOfPointers && isAssignedOnce(symbol, pkg) && isGiven(symbol, pkg) ? [symbol] : [];
    });
  });
}

/** `&list[0]` or `unsafe.SliceData(list)`. */
function isGiven(list: GoSymbol, pkg: Package): boolean {
  return pkg.bindings.usesOf(list).some((use) => isAddress(use, pkg));
}

function isAddress(use: Node, pkg: Package): boolean {
  const place = use.parent;
  if (place?.kind === 'index_expression') {
    const address = throughParens(place).parent;
    return address?.kind === 'unary_expression' && address.text.startsWith('&');
  }
  const call = place?.kind === 'argument_list' ? place.parent : undefined;
  const callee = call === undefined ? undefined : calleeOf(call, pkg);
  return callee?.kind === 'package' && callee.path === 'unsafe' && callee.name === 'SliceData';
}

/** The two stores of a list that two loops fill one behind the other, with no look at the list in between. */
export function filledTwice(list: GoSymbol, pkg: Package): readonly [ListStore, ListStore] | undefined {
  const [first, second, ...more] = storesInto(list, pkg);
  if (first === undefined || second === undefined || more.length > 0) return undefined;
  const [one, other] = [loopOf(first, pkg), loopOf(second, pkg)];
  if (one === undefined || other === undefined || one.end > other.start || one.parent !== other.parent)
    return undefined;
  const isUsed = pkg.bindings.usesOf(list).some((use) => {
    const isStore = first.place.contains(use) || second.place.contains(use);
    return !isStore && use.start > one.start && use.end < other.end;
  });
  return isUsed ? undefined : [first, second];
}

/** The loop in which a store stands by itself, at the index that the loop counts. */
function loopOf({ index, value }: ListStore, pkg: Package): Node | undefined {
  const symbol = index.kind === 'identifier' ? pkg.symbolOf(index) : undefined;
  const loop = symbol === undefined ? undefined : countingLoop(symbol, pkg);
  return loop !== undefined && value.ancestor('for_statement', 'if_statement', 'func_literal') === loop
    ? loop
    : undefined;
}

/** Whether Go gives a list no element: its mentions are reads and the address that C gets. */
export function isNeverFilled(list: GoSymbol, pkg: Package): boolean {
  return pkg.bindings.usesOf(list).every((use) => {
    if (use === list.declaration || isAddress(use, pkg)) return true;
    const { parent } = use;
    if (parent?.kind === 'range_clause') return true;
    if (parent?.kind === 'index_expression')
      return use.field === 'operand' && throughParens(parent).parent?.field !== 'left';
    const call = parent?.kind === 'argument_list' ? parent.parent : undefined;
    const callee = call === undefined ? undefined : calleeOf(call, pkg);
    return callee?.kind === 'builtin' && (callee.name === 'len' || callee.name === 'cap');
  });
}
