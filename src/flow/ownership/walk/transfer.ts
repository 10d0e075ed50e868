import type { Node } from '../../../syntax/tree.ts';
import { mentionsWithLiterals } from '../../assignments.ts';
import type { FlowNode } from '../../cfg.ts';
import type { Fact } from '../../conditions.ts';
import { onceFor } from '../../../base/once-for.ts';
import type { FunctionFlow } from '../../function-flow.ts';
import { reach } from '../holder.ts';
import { factsOfReturn, setByReturn } from '../return-facts.ts';
import type { Next } from './exploration.ts';
import { mentionedLiteral, runsLiteral } from './literal-mentions.ts';
import { afterAssignments, afterGoCalls } from './overwriting.ts';
import type { Going, Point, Way } from './point.ts';
import { bareReturn, handsResultsOver } from './returns.ts';
import { takes } from './taking.ts';
import { reached } from './uses.ts';

/**
 * What a point of the flow does with the memory: the ways on from there.
 * @param behind a call of the point: only what comes behind it
 */
export function transfer(point: Point, behind?: Node, known: readonly Fact[] = []): Next[] {
  const { node, state, facts } = point.visit;
  if (handsResultsOver(point)) return [];
  let ways: Way[] = [{ state, facts: known }];
  for (const mention of mentionsAt(point)) {
    if (behind !== undefined && mention.start < behind.end && !isAssigned(mention)) continue;
    ways = ways.flatMap((way) => (way === 'ended' ? [] : mentioned(point, mention, way)));
    if (point.isEnough) return [];
  }
  return ways.flatMap((way) => {
    if (way === 'ended') return [];
    const left = afterGoCalls(point, afterAssignments(point, way.state));
    if (left.holders.length === 0 && left.ending.length === 0 && !point.options.toTheEnd) {
      const visit = { ...point.visit, state: left.status === 'owned' ? way.state : left };
      point.end({ kind: 'overwritten' }, visit);
      return [];
    }
    const bare = bareReturn(point, way.state);
    if (bare !== undefined) return bare;
    const returned = factsOfReturn(node, point.flow, facts);
    const changed = setByReturn(node, point.flow);
    return [{ state: left, facts: way.facts, assigned: returned, changed }];
  });
}

/**
 * The head of a loop that frees the elements of what leads to the memory, or hands them on: it is taken to do so
 * with all of them. That it goes round as often as there are elements is not followed.
 */
export function runsOver(point: Point): boolean {
  const { syntax, kind } = point.visit.node;
  const loop = kind === 'range' ? syntax?.parent : syntax?.kind === 'for_statement' ? syntax : undefined;
  const body = loop?.child('body');
  if (point.options.isReleased === true) return false;
  const containers = point.visit.state.holders.filter(({ path }) => path.includes('[]'));
  if (body === undefined || containers.length === 0) return false;
  if (!takes(body, { ...point.visit.state, holders: containers }, point)) return false;
  const message = 'the loop frees what it holds, or hands it on';
  point.handled(loop ?? body, 'freed', message, { state: point.visit.state, facts: [] });
  return true;
}

/** Variables and function literals of the point; what is assigned comes behind what is read. */
function mentionsAt(point: Point): readonly Node[] {
  const { node } = point.visit;
  const known = mentionsByPoint(point.flow);
  let mentions = known.get(node);
  if (mentions === undefined) {
    mentions = mentionsIn(node);
    known.set(node, mentions);
  }
  const right = isNextRound(point) ? node.syntax?.child('right') : undefined;
  return right === undefined ? mentions : mentions.filter((mention) => !right.contains(mention));
}

/** Each search that comes to a point asks for them again. */
const mentionsByPoint = onceFor((_flow: FunctionFlow) => new Map<FlowNode, readonly Node[]>());

function mentionsIn(at: FlowNode): Node[] {
  const made: Node[] = [];
  const read: Node[] = [];
  const written: Node[] = [];
  for (const node of mentionsWithLiterals(at)) {
    (node.kind === 'func_literal' ? made : isAssigned(node) ? written : read).push(node);
  }
  // A literal beside a result may free what is returned.
  return [...made, ...read, ...written];
}

/** What a range clause goes over is evaluated once, before the first round. */
function isNextRound({ visit }: Point): boolean {
  const { node, via } = visit;
  const loop = node.kind === 'range' ? node.syntax?.parent : undefined;
  const from = via?.from.syntax;
  return loop !== undefined && from !== undefined && loop.contains(from);
}

/** A target of an assignment. */
function isAssigned(node: Node): boolean {
  return node.parent?.kind === 'expression_list' && node.parent.field === 'left';
}

function mentioned(point: Point, mention: Node, way: Going): Way[] {
  if (mention.kind === 'func_literal') return mentionedLiteral(point, mention, way);
  const symbol = point.pkg.symbolOf(mention);
  if (symbol?.kind !== 'variable') return [way];
  const run = runsLiteral(point, mention, way);
  if (run !== undefined) return run;
  let ways: Way[] = [way];
  for (const holder of way.state.holders) {
    if (holder.symbol !== symbol) continue;
    const found = reach(mention, holder);
    if (found === undefined) {
      ways = ways.flatMap((one) => (one === 'ended' ? [] : methodValue(point, mention, one)));
      continue;
    }
    ways = ways.flatMap((one) => (one === 'ended' ? [] : reached(point, found, holder, one)));
  }
  return ways;
}

/** `x.Close` without a call: whoever has it may call it. */
function methodValue(point: Point, mention: Node, way: Going): Way[] {
  const selector = mention.parent;
  if (selector?.kind !== 'selector_expression' || selector.child('operand') !== mention) return [way];
  const name = selector.child('field')?.text ?? '';
  const isHandedOn = point.options.isReleased !== true && point.effects.mayBeMethod(name);
  return isHandedOn
    ? point.handled(selector, 'out of sight', `its method \`${name}\` is handed on, and may free it`, way)
    : [way];
}
