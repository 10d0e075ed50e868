import { argumentsOf, calleeOf, throughParens } from '../../../semantic/callee.ts';
import type { Package } from '../../../semantic/package.ts';
import type { Node } from '../../../syntax/tree.ts';
import { short } from '../../code-text.ts';
import { statementOf } from '../../value-use.ts';
import { factsOfOutcome, targetOf } from '../call-status.ts';
import type { Basis, CallEffect, Effect } from '../effect.ts';
import type { Holder } from '../holder.ts';
import { callText, freeText, takerOf } from '../use-words.ts';
import { held } from './aliasing.ts';
import { withoutHolders } from './object-state.ts';
import type { Freeing, ObjectState } from './object-state.ts';
import type { Going, Point, Way } from './point.ts';

/** A call that gets the pointer, or what holds it. */
interface Receipt {
  readonly call: Node;
  /** What of the call leads to the memory. */
  readonly node: Node;
  readonly holder: Holder;
}

/**
 * The ways on behind a call, one for each of its outcomes.
 * @param givenBack what becomes of a result that no variable gets, and that leads to the memory at a path
 */
export function afterCall(
  point: Point,
  { outcomes, failure, basis }: CallEffect,
  receipt: Receipt,
  way: Going,
  givenBack: (path: readonly string[], way: Going) => Way[],
): Way[] {
  // Whoever does not look at the result takes the call to succeed.
  const isUntested = throughParens(receipt.call).parent?.kind === 'expression_statement';
  return outcomes.flatMap(({ when, effect }) => {
    if (isUntested && when === 'fails' && outcomes.length > 1) return [];
    const known =
      when === undefined || failure === undefined
        ? []
        : factsOfOutcome(receipt.call, failure, when, point.pkg, (one) => point.effects.conversionBy(one));
    const behind = { state: way.state, facts: [...way.facts, ...known] };
    return afterEffect(point, effect, basis, receipt, behind, givenBack);
  });
}

function afterEffect(
  point: Point,
  effect: Effect,
  basis: Basis,
  receipt: Receipt,
  way: Going,
  givenBack: (path: readonly string[], way: Going) => Way[],
): Way[] {
  const { call, node, holder } = receipt;
  const { pkg } = point;
  const { state, facts } = way;
  const name = calledText(call);
  switch (effect.kind) {
    case 'borrows':
    case 'keeps':
    case 'may-keep': {
      if (statementOf(call) === 'go')
        return point.handled(node, 'given to Go code', 'a goroutine gets it', way);
      point.remark(node, callText(effect, basis, call, pkg));
      // Go code that gets the pointer may only compare or keep it.
      const isOfC = calleeOf(call, pkg).kind === 'c';
      if (state.status === 'freed' && statementOf(call) === undefined && isOfC) {
        if (point.tell({ kind: 'use', at: node, by: name, holder })) return ['ended'];
      }
      const asked = effect.kind === 'may-keep' ? (state.asked ?? calleeText(call, pkg)) : state.asked;
      const behind = { ...state, isUsed: state.isUsed || !asksForFailure(call, pkg) };
      if (effect.kind === 'keeps') return [{ state: { ...behind, kept: state.kept ?? node }, facts }];
      return [{ state: asked === undefined ? behind : { ...behind, asked }, facts }];
    }
    case 'frees':
      return freed(point, effect, receipt, way);
    case 'returns': {
      const target = targetOf(throughParens(call), effect.result);
      const symbol = target?.kind === 'identifier' ? pkg.symbolOf(target) : undefined;
      if (symbol === undefined) return givenBack(effect.path, way);
      return held(point, node, { symbol, path: effect.path, isView: holder.isView }, way);
    }
    case 'takes':
    case 'unknown': {
      const isOfC = calleeOf(call, pkg).kind === 'c' && statementOf(call) === undefined;
      if (state.status === 'freed' && isOfC && point.tell({ kind: 'use', at: node, by: name, holder }))
        return ['ended'];
      return point.handled(node, takerOf(call, pkg), callText(effect, basis, call, pkg), way);
    }
  }
}

function freed(
  point: Point,
  effect: Extract<Effect, { kind: 'frees' }>,
  receipt: Receipt,
  way: Going,
): Way[] {
  const { call, node, holder } = receipt;
  const { state, facts } = way;
  const { isReleased, pastFreeing } = point.options;
  const freeing: Freeing = { call, by: effect.by, isPartial: effect.isPartial === true };
  const message = freeText(call, effect.by);
  if (statementOf(call) === 'go') return point.handled(node, 'given to Go code', 'a goroutine frees it', way);
  // An element of many: which one it is, and whether all are freed, is not followed.
  if (holder.path.includes('[]')) return point.handled(node, 'freed', message, way, freeing);
  if (holder.isView) return point.handled(node, 'out of sight', message, way);
  if (effect.isPartial === true && isReleased === true) return freedInPart(point, receipt, way);
  const isFreed = state.status === 'freed' || (isReleased === true && state.ending.length > 0);
  if (isFreed && point.tell({ kind: 'free', at: call, by: effect.by, holder })) return ['ended'];
  if (!pastFreeing) return point.handled(node, 'freed', message, way, freeing);
  point.remark(node, message);
  if (statementOf(call) === 'defer')
    return [{ state: { ...state, ending: [...state.ending, freeing] }, facts }];
  const behind: ObjectState = { ...state, status: 'freed', freed: freeing };
  return [{ state: effect.clears ? withoutHolders(behind, (one) => one === holder) : behind, facts }];
}

/** Others may keep the object alive, but not what was freed before. */
function freedInPart(point: Point, { call, node, holder }: Receipt, way: Going): Way[] {
  const isNow = way.state.status === 'freed' && statementOf(call) === undefined;
  return isNow && point.tell({ kind: 'use', at: node, by: calledText(call), holder }) ? ['ended'] : [way];
}

/** `cairo_surface_status(s)`: whether there is an object at all. */
function asksForFailure(call: Node, pkg: Package): boolean {
  const callee = calleeOf(call, pkg);
  if (callee.kind !== 'c' || argumentsOf(call).length !== 1) return false;
  return /(^|_)(status|error|err|(is_?)?valid|is_?null|is_?ok)$/i.test(callee.name);
}

function calledText(call: Node): string {
  return `\`${short(call.child('function') ?? call)}\``;
}

function calleeText(call: Node, pkg: Package): string {
  const callee = calleeOf(call, pkg);
  return callee.kind === 'c' ? callee.name : short(call.child('function') ?? call);
}
