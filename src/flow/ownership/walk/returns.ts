import type { Node } from '../../../syntax/tree.ts';
import type { FactSet } from '../../conditions.ts';
import type { Holder } from '../holder.ts';
import { factsOfReturn, resultNames } from '../return-facts.ts';
import type { Next } from './exploration.ts';
import { runLiteral } from './literal-walk.ts';
import type { ObjectState } from './object-state.ts';
import type { Going, Point, Way } from './point.ts';

const bareReturnText = 'the bare return hands the named result to the caller';

/** `return p`; `rest` is where in the returned value the pointer is. */
export function returned(
  point: Point,
  node: Node,
  rest: readonly string[],
  holder: Holder,
  way: Going,
): Way[] {
  const { state } = way;
  const list = node.ancestor('return_statement')?.children[0];
  const value = list?.children.find((one) => one.contains(node));
  if (point.options.isReleased === true && rest.length === 0 && value !== undefined) {
    // A number leads nowhere, and an array is a copy, which is made before what is deferred runs.
    const type = point.pkg.types.underlying(point.pkg.types.ofExpression(value));
    if (type.kind === 'basic' && type.name !== 'string') return [way];
    if (type.kind === 'array') {
      const isUse = state.status === 'freed';
      return isUse && point.tell({ kind: 'use', at: node, by: 'a copy of it', holder }) ? ['ended'] : [way];
    }
  }
  const isFreed = state.status === 'freed' || state.ending.length > 0 || isFreedAtEnd(point, way);
  // What a named result holds is what the deferred literals leave in it.
  const isOfLiteral = state.status !== 'freed' && state.ending.length === 0;
  const isNamed = isOfLiteral && node.kind === 'identifier' && point.pkg.symbolOf(node)?.role === 'result';
  // A variable may hold the stale pointer beside what the caller wants; what is made for the caller holds it for use.
  const isGiven = rest.length === 0 || node.is('composite_literal', 'call_expression');
  if (isFreed && !isNamed && isGiven && point.tell({ kind: 'use', at: node, by: '`return`', holder }))
    return ['ended'];
  point.remark(node, 'the caller gets it');
  if (point.options.isReleased === true) return [way];
  const result = value === undefined ? 0 : list?.children.indexOf(value);
  return point.end({ kind: 'returned', at: node, result: result ?? 0, path: rest });
}

/** Whether the function literals that run at the end free it, whatever they meet. */
function isFreedAtEnd({ visit, walk, flow, options }: Point, { state, facts }: Going): boolean {
  if (options.isReleased !== true || state.closing.length === 0) return false;
  const known = new Map(visit.facts);
  for (const fact of facts) known.set(fact.key, fact);
  for (const fact of factsOfReturn(visit.node, flow, known)) known.set(fact.key, fact);
  const unwatched = { ...walk, watcher: { end: () => undefined } };
  let ends: { state: ObjectState; facts: FactSet }[] = [{ state, facts: known }];
  for (const literal of [...state.closing].reverse()) {
    ends = ends.flatMap((one) => runLiteral(literal, one, visit, unwatched));
  }
  return ends.length > 0 && ends.every((one) => one.state.status === 'freed');
}

/** `return` alone hands what the named results hold to the caller. */
export function bareReturn(point: Point, { status, ending, holders }: ObjectState): Next[] | undefined {
  const { syntax } = point.visit.node;
  if (syntax?.kind !== 'return_statement' || syntax.children.length > 0) return undefined;
  if (status === 'freed' || ending.length > 0) return undefined;
  const names = resultNames(point.flow.function.node).map((name) => point.pkg.symbolOf(name));
  const holder = holders.find(({ symbol, isView }) => !isView && names.includes(symbol));
  if (holder === undefined) return undefined;
  point.remark(syntax, bareReturnText);
  point.end({ kind: 'returned', at: syntax, result: names.indexOf(holder.symbol), path: holder.path });
  return [];
}

/** A bare return hands the named results to the caller. */
export function handsResultsOver(point: Point): boolean {
  const { node, state } = point.visit;
  const { syntax } = node;
  if (point.options.isReleased === true) return false;
  if (syntax?.kind !== 'return_statement' || syntax.children.length > 0) return false;
  const holder = state.holders.find(({ symbol }) => symbol.role === 'result');
  const names = holder === undefined ? [] : resultNames(point.flow.function.node);
  const result = names.findIndex((name) => point.pkg.symbolOf(name) === holder?.symbol);
  if (holder === undefined || result < 0) return false;
  if (state.status === 'freed') return false;
  point.remark(syntax, bareReturnText);
  point.end({ kind: 'returned', at: syntax, result, path: holder.path });
  return true;
}
