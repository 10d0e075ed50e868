import { throughParens } from '../../../semantic/callee.ts';
import type { Node } from '../../../syntax/tree.ts';
import { literalUse } from '../../literals.ts';
import { statementOf, useOf } from '../../value-use.ts';
import { isOnlyCalled } from './aliasing.ts';
import { literalOfCall, literalTakes } from './literal-runs.ts';
import { mentionsAny, runLiteral } from './literal-walk.ts';
import type { Going, Point, Way } from './point.ts';
import { takes } from './taking.ts';

/** A function literal stands at the point: it runs there, or some time, or when the function ends. */
export function mentionedLiteral(point: Point, literal: Node, way: Going): Way[] {
  const { pkg } = point;
  if (!mentionsAny(literal, way.state, pkg)) return [way];
  const use = literalUse(literal, pkg);
  if (use.kind === 'inline' || use.kind === 'deferred') return calledLiteral(point, literal, use.call, way);
  // Its calls do what it does.
  if (use.kind === 'only-called') return [way];
  const value = throughParens(literal);
  const isHeld = useOf(value, pkg);
  if (isHeld.kind === 'alias' && isOnlyCalled(isHeld.symbol, pkg)) return [way];
  if (!takes(literal, way.state, point)) return [way];
  if (use.kind === 'go') return point.handled(literal, 'given to Go code', 'a goroutine takes it', way);
  const symbols = new Set(way.state.holders.map(({ symbol }) => symbol));
  const text = literalTakes(literal, symbols, pkg);
  return point.handled(literal, 'left to a function literal', text, way);
}

/** `release()` of a local literal, or its defer. */
export function runsLiteral(point: Point, mention: Node, way: Going): Way[] | undefined {
  const call = mention.parent;
  if (call?.kind !== 'call_expression' || mention.field !== 'function') return undefined;
  const literal = literalOfCall(call, point.pkg);
  return literal === undefined ? undefined : calledLiteral(point, literal, call, way);
}

function calledLiteral(point: Point, literal: Node, call: Node, way: Going): Way[] {
  const { state } = way;
  if (statementOf(call) === 'go') {
    return takes(literal, state, point)
      ? point.handled(literal, 'given to Go code', 'a goroutine takes it', way)
      : [way];
  }
  if (statementOf(call) === 'defer') {
    if (!mentionsAny(literal, state, point.pkg)) return [way];
    return [{ state: { ...state, closing: [...state.closing, literal] }, facts: way.facts }];
  }
  const joined = new Map(point.visit.facts);
  for (const fact of way.facts) joined.set(fact.key, fact);
  return runLiteral(literal, { state, facts: joined }, point.visit, point.walk).map((one) => ({
    state: one.state,
    facts: [...one.facts.values()],
  }));
}
