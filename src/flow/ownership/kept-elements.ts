import { argumentsOf, calleeOf, isCall } from '../../semantic/callee.ts';
import { cCallsWithin } from '../../semantic/calls.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import { definitionsOf } from '../definitions.ts';
import { pointerParts } from '../go-pointers/pointer-parts.ts';
import { rootVariable } from '../precedent/site.ts';
import { unconverted } from '../value-use.ts';

/** Memory that is freed while an element or a field still holds it, and C gets that later. */
export interface KeptElement {
  /** The call that frees. */
  readonly free: Node;
  readonly pointer: GoSymbol;
  /** The place that is given the pointer. */
  readonly place: Node;
  /** The call of C behind the free that gets what holds the place. */
  readonly use: Node;
}

/** What allocates memory for `C.free`, by cgo and libc. */
const allocators = /^(malloc|calloc|realloc|CString|CBytes|strdup)$/;

/**
 * The memory that a declared function frees in each round of a loop, in a literal that it calls at once, or straight away,
 * though it has put the pointer into an element that C gets behind that: `points[i] = C.Points{data: p}; C.free(p)`.
 */
export function keptElements(fn: GoFunction, pkg: Package): KeptElement[] {
  if (!fn.node.is('function_declaration', 'method_declaration')) return [];
  const cCalls = cCallsWithin(fn, pkg).map(({ call }) => call);
  return cCalls.flatMap((free): KeptElement[] => {
    if (free.child('function')?.text !== 'C.free') return [];
    const [argument] = argumentsOf(free);
    const name = argument === undefined ? undefined : unconverted(argument, pkg);
    const pointer = name?.kind === 'identifier' ? pkg.symbolOf(name) : undefined;
    const end = pointer === undefined ? undefined : endOfLife(free, pointer, pkg);
    if (pointer === undefined || end === undefined) return [];
    for (const stored of storesOf(pointer, pkg)) {
      if (stored.place.start > free.start && statementKind(free) !== 'defer_statement') continue;
      const use = useBehind(stored.root, end, cCalls, fn, pkg);
      if (use !== undefined) return [{ free, pointer, place: stored.place, use }];
    }
    return [];
  });
}

function statementKind(call: Node): string | undefined {
  return call.parent?.kind;
}

/** Behind what the memory is gone, where every path through the block of the variable frees it there; undefined else. */
function endOfLife(free: Node, pointer: GoSymbol, pkg: Package): number | undefined {
  const statement = free.parent;
  if (pointer.kind !== 'variable' || pointer.role !== 'local') return undefined;
  const [only, ...others] = definitionsOf(pointer, pkg);
  const made = only?.value === undefined || others.length > 0 ? undefined : unconverted(only.value, pkg);
  const callee = made !== undefined && isCall(made) ? calleeOf(made, pkg) : undefined;
  if (callee?.kind !== 'c' || !allocators.test(callee.name)) return undefined;
  const block = statement?.ancestor('block');
  if (statement === undefined || block !== pointer.declaration.ancestor('block')) return undefined;
  if (statement.kind === 'expression_statement') return statement.end;
  if (statement.kind !== 'defer_statement') return undefined;
  // `func() { … }()`: what it defers runs as it ends.
  const literal = block?.parent;
  const call = literal?.kind === 'func_literal' && literal.field === 'function' ? literal.parent : undefined;
  return call?.parent?.kind === 'expression_statement' ? call.end : undefined;
}

interface Stored {
  readonly place: Node;
  /** The variable that the place is an element or a field of. */
  readonly root: GoSymbol;
}

/** `x[i] = p`, `x.f = p`, `x[i] = T{f: p}`, `x = append(x, p)`. */
function storesOf(pointer: GoSymbol, pkg: Package): Stored[] {
  return pkg.bindings.usesOf(pointer).flatMap((use): Stored[] => {
    const statement = use.ancestor('assignment_statement', 'block');
    if (statement?.kind !== 'assignment_statement' || statement.child('operator')?.kind !== '=') return [];
    const [place, ...places] = statement.child('left')?.children ?? [];
    const [value] = statement.child('right')?.children ?? [];
    if (place === undefined || value === undefined || places.length > 0) return [];
    const root = rootVariable(place, pkg);
    if (root?.role !== 'local' || root === pointer) return [];
    const given = place.kind === 'identifier' ? appended(value, place, pkg) : [value];
    const isHeld = given
      .flatMap((one) => pointerParts(one, pkg))
      .some((part) => unconverted(part, pkg) === use);
    return isHeld ? [{ place, root }] : [];
  });
}

function appended(value: Node, place: Node, pkg: Package): readonly Node[] {
  const callee = isCall(value) ? calleeOf(value, pkg) : undefined;
  const [first, ...added] = callee?.kind === 'builtin' && callee.name === 'append' ? argumentsOf(value) : [];
  return first?.text === place.text ? added : [];
}

/** The first call of C behind a position that gets the variable, or one that was made of it. */
function useBehind(
  root: GoSymbol,
  end: number,
  cCalls: readonly Node[],
  fn: GoFunction,
  pkg: Package,
): Node | undefined {
  const holders = new Set([root]);
  for (const { target } of definitionsOf(root, pkg)) if (target.start > end) return undefined;
  for (const mention of pkg.bindings.usesOf(root)) {
    if (mention.start < end || mention.ancestor('func_literal') !== undefined) continue;
    // An element is set again.
    if (mention.ancestor('expression_list', 'block')?.field === 'left') return undefined;
    const holder = madeOf(mention, pkg);
    if (holder !== undefined) holders.add(holder);
  }
  return cCalls.find(
    (call) =>
      call.start > end &&
      fn.body.contains(call) &&
      call.child('function')?.text !== 'C.free' &&
      argumentsOf(call).some((argument) => leadsTo(argument, holders, pkg)),
  );
}

/** `v` of `v := T{items: &x[0]}`. */
function madeOf(mention: Node, pkg: Package): GoSymbol | undefined {
  const declaration = mention.ancestor('short_var_declaration', 'block');
  if (declaration?.kind !== 'short_var_declaration') return undefined;
  const [name, ...more] = declaration.child('left')?.children ?? [];
  const [value] = declaration.child('right')?.children ?? [];
  if (name === undefined || value === undefined || more.length > 0) return undefined;
  const parts = pointerParts(value, pkg);
  return parts.some((part) => part.contains(mention) && !hasCall(part, pkg)) ? pkg.symbolOf(name) : undefined;
}

/** Whether an argument is a pointer or struct that starts from one of the variables: not their length, or a number. */
function leadsTo(argument: Node, holders: ReadonlySet<GoSymbol>, pkg: Package): boolean {
  const { kind } = pkg.types.ofExpression(argument);
  if (kind === 'basic' || hasCall(argument, pkg)) return false;
  return argument.all('identifier').some((name) => {
    const symbol = pkg.symbolOf(name);
    return (
      symbol !== undefined &&
      holders.has(symbol) &&
      name.ancestor('index_expression')?.child('index') !== name
    );
  });
}

function hasCall(expression: Node, pkg: Package): boolean {
  return expression.all('call_expression').some((call) => {
    const { kind } = calleeOf(call, pkg);
    return kind !== 'conversion';
  });
}
