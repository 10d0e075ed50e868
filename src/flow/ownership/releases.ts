import { argumentsOf, calleeOf, unparen } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import { isAssignedOnce } from '../conditions.ts';
import type { FlowNode } from '../cfg.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { enclosingFunction, literalUse } from '../literals.ts';
import { onceFor } from '../../base/once-for.ts';
import { chainFrom } from '../places.ts';
import { statementOf, unconverted, useOf } from '../value-use.ts';
import type { CallEffects } from './call-effects.ts';
import type { CallEffect, Effect } from './effect.ts';
import { placePath } from './holder.ts';
import type { Holder } from './holder.ts';

/** A call that frees what a place of its function leads to. */
export interface Release {
  readonly call: Node;
  /** The point that makes it: the call's own, or the defer statement. */
  readonly node: FlowNode;
  /**
   * - `now`: where it stands
   * - `deferred`: when the function ends, and the pointer is read at the defer statement
   * - `closing`: in a function literal that runs when the function ends, and reads the place then
   */
  readonly way: 'now' | 'deferred' | 'closing';
  readonly effect: CallEffect;
  /** The function, as the code writes it. */
  readonly by: string;
  /** The place as the code writes it, and as a holder. */
  readonly place: Node;
  readonly holder: Holder;
}

/**
 * The calls of a function that free what one of its own variables, or a field of it, leads to: `C.free`, what the
 * tables know to free it, and Go functions of the package that do. Those that may leave the object are left out.
 */
export function releasesOf(
  { node: fn, body }: GoFunction,
  flowOf: () => FunctionFlow,
  effects: CallEffects,
  pkg: Package,
): Release[] {
  return body.all('call_expression').flatMap((call): Release[] => {
    const callee = calleeOf(call, pkg);
    if (callee.kind === 'c' ? !effects.mayFree(callee.name) : !effects.mayReachC(callee)) return [];
    return argumentsOf(call).flatMap((argument, index): Release[] => {
      const place = unparen(unconverted(argument, pkg));
      const found = place.kind === 'unary_expression' ? undefined : placePath(place, pkg);
      if (found?.symbol.owner !== fn || found.path.includes('[]')) return [];
      const effect = effects.onArgument(call, callee, index, []);
      const freed = freeingEffect(effect);
      if (freed === undefined || !mayBeFollowed(found, flowOf(), pkg)) return [];
      const point = pointOf(call, fn, flowOf, pkg);
      if (point === undefined) return [];
      return [{ call, ...point, effect, by: freed.by, place, holder: { ...found, isView: false } }];
    });
  });
}

/** Where a call takes effect; undefined where that is not known, or no path of the graph leads there. */
function pointOf(
  call: Node,
  fn: Node,
  flowOf: () => FunctionFlow,
  pkg: Package,
): Pick<Release, 'node' | 'way'> | undefined {
  const around = enclosingFunction(call);
  const statement = statementOf(call);
  if (around === undefined || statement === 'go') return undefined;
  const isOwn = around === fn;
  if (!isOwn && statement !== undefined) return undefined;
  const deferred = isOwn ? undefined : deferOf(around, pkg);
  if (!isOwn && deferred === undefined) return undefined;
  const flow = flowOf();
  const node = flow.nodeAt(isOwn ? call : (deferred ?? call));
  if (node === undefined || !flow.isConnected(node)) return undefined;
  return { node, way: !isOwn ? 'closing' : statement === 'defer' ? 'deferred' : 'now' };
}

/** The defer statement of `defer func() { … }()`. */
function deferOf(literal: Node, pkg: Package): Node | undefined {
  if (literal.kind !== 'func_literal') return undefined;
  const use = literalUse(literal, pkg);
  return use.kind === 'deferred' ? use.call.parent : undefined;
}

/** An effect that frees the whole object, and leaves the pointer in its place. */
function freeingEffect({ outcomes }: CallEffect): Extract<Effect, { kind: 'frees' }> | undefined {
  const effects = outcomes.map(({ effect }) => effect);
  const freeing = effects.find((effect) => effect.kind === 'frees');
  return freeing === undefined || freeing.isPartial === true || freeing.clears ? undefined : freeing;
}

/** Places that something else may change behind the flow's back are left alone. */
function mayBeFollowed(
  { symbol, path }: Pick<Holder, 'symbol' | 'path'>,
  flow: FunctionFlow,
  pkg: Package,
): boolean {
  const mentions = pkg.bindings.usesOf(symbol);
  if (!flow.maySearch(mentions.length)) return false;
  const fn = flow.function.node;
  return mentions.every((mention) => {
    const use = useOf(mention, pkg);
    const isSet = use.kind === 'overwrite' || setsField(mention, pkg);
    if (isSet && !runsInOrder(mention, fn, pkg)) return false;
    // A stored address (`pp := &p`) lets any later call change the place.
    return use.kind !== 'address' || useOf(use.node, pkg).kind === 'c-argument' || path.length > 0;
  });
}

/** Whether a node runs where the flow of a function goes through it: not in a literal that runs some time. */
function runsInOrder(node: Node, fn: Node, pkg: Package): boolean {
  for (let at = enclosingFunction(node); at !== undefined && at !== fn; at = enclosingFunction(at)) {
    if (at.kind !== 'func_literal') return false;
    const { kind } = literalUse(at, pkg);
    if (kind !== 'inline' && kind !== 'deferred') return false;
  }
  return true;
}

function setsField(mention: Node, pkg: Package): boolean {
  const { node, path } = chainFrom(mention);
  return path !== '' && useOf(node, pkg).kind === 'overwrite';
}

/** A place, and the variables that hold the same pointer for good: each is assigned once, the one from the other. */
export function aliasesOf(holder: Holder, flow: FunctionFlow): Holder[] {
  const { symbol: own } = holder;
  if (holder.path.length > 0 || !mayHaveAlias(own, flow.package)) return [holder];
  const others = variablesByRoot(flow).get(aliasRoot(own, flow.package)) ?? [];
  const found = new Set([own, ...others.filter(({ owner }) => owner === own.owner)]);
  return [...found].map((symbol) => ({ symbol, path: [], isView: false }));
}

/** Whether another variable gets the value of one, or the one that of another: of most neither does. */
function mayHaveAlias(symbol: GoSymbol, pkg: Package): boolean {
  return (
    aliasRoot(symbol, pkg) !== symbol ||
    pkg.bindings.usesOf(symbol).some((mention) => useOf(mention, pkg).kind === 'alias')
  );
}

/** The variables that a function mentions, by the one whose value each has. */
const variablesByRoot = onceFor(({ function: fn, package: pkg }: FunctionFlow) => {
  const byRoot = new Map<GoSymbol, Set<GoSymbol>>();
  for (const name of fn.body.all('identifier')) {
    const symbol = pkg.symbolOf(name);
    if (symbol?.kind !== 'variable') continue;
    const root = aliasRoot(symbol, pkg);
    const known = byRoot.get(root);
    if (known === undefined) byRoot.set(root, new Set([symbol]));
    else known.add(symbol);
  }
  return new Map([...byRoot].map(([root, symbols]) => [root, [...symbols]]));
});

function aliasRoot(symbol: GoSymbol, pkg: Package): GoSymbol {
  if (symbol.role !== 'local' || symbol.value?.count !== 1 || !isAssignedOnce(symbol, pkg)) return symbol;
  const value = unconverted(symbol.value.node, pkg);
  const source = value.kind === 'identifier' ? pkg.symbolOf(value) : undefined;
  const isFixed = source?.kind === 'variable' && source.owner === symbol.owner && isAssignedOnce(source, pkg);
  return isFixed ? aliasRoot(source, pkg) : symbol;
}
