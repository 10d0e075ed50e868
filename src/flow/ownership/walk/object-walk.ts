import type { FlowNode } from '../../cfg.ts';
import type { FactSet } from '../../conditions.ts';
import type { FunctionFlow } from '../../function-flow.ts';
import type { Acquisition } from '../acquisitions.ts';
import type { CallEffects } from '../call-effects.ts';
import { factsOfOutcome } from '../call-status.ts';
import type { Holder } from '../holder.ts';
import type { Release } from '../releases.ts';
import { acquirePlace, acquireResult } from './acquiring.ts';
import { closingBefore, deferredOn } from './deferred-before.ts';
import { explore, exploreRoughly } from './exploration.ts';
import type { Next, Visit } from './exploration.ts';
import { runLiteral } from './literal-walk.ts';
import { owned } from './object-state.ts';
import type { Freeing, ObjectState } from './object-state.ts';
import { Point } from './point.ts';
import type { WalkContext } from './point.ts';
import { isBeyondSaving, leavesScope } from './scope.ts';
import { runsOver, transfer } from './transfer.ts';
import type { ObjectEnd, WalkOptions, Watcher } from './watcher.ts';

/** Follows one piece of memory through a function, from behind a point on. */
export class ObjectWalk {
  private readonly walk: WalkContext;
  private isEnough = false;

  constructor(flow: FunctionFlow, effects: CallEffects, watcher: Watcher, options: WalkOptions) {
    this.walk = {
      flow,
      effects,
      watcher,
      options,
      walkOver: (other, start, observer, how) =>
        new ObjectWalk(other, effects, observer, how).from(other.graph.entry, [start]),
    };
  }

  /** @returns false where the function used up what its searches may cost */
  from(start: FlowNode, initial: readonly Next[]): boolean {
    const step = (visit: Visit): readonly Next[] | 'enough' => {
      const nexts = this.step(visit);
      return this.isEnough ? 'enough' : nexts;
    };
    const { flow, options } = this.walk;
    if (options.isRough === true) return exploreRoughly(flow, start, initial, step);
    return explore(flow, start, initial, step, options.entryFacts);
  }

  /**
   * Follows what an acquisition gives, from the point where it stands.
   * @returns false where the function used up what its searches may cost
   */
  acquire({ node, call, gift, way }: Acquisition): boolean {
    const { flow, effects, options } = this.walk;
    const isRough = options.isRough === true;
    const visit: Visit = {
      node,
      facts: isRough ? new Map() : flow.facts.at(node),
      state: owned([]),
      via: undefined,
      previous: undefined,
    };
    const point = new Point(visit, this.walk);
    const facts =
      gift.failure === undefined || isRough
        ? []
        : factsOfOutcome(call, gift.failure, 'succeeds', flow.package, (one) => effects.conversionBy(one));
    const state = { ...owned([]), closing: closingBefore(node, flow), madeAt: call.start };
    const nexts =
      way.kind === 'result'
        ? acquireResult(point, call, way.index, gift.path, { state, facts })
        : acquirePlace(point, call, way.place, gift.path, { state, facts });
    this.isEnough = point.isEnough;
    const goingOn = nexts.filter((next) => {
      const release = deferredOn(next.state, node, flow, effects);
      if (release === undefined) return true;
      const message = 'a call that was deferred before frees it when the function ends';
      this.end({ kind: 'handled', at: release, how: 'freed', message }, { ...visit, state: next.state });
      return false;
    });
    return this.isEnough || goingOn.length === 0 || this.from(node, goingOn);
  }

  /**
   * Follows what a call has freed, or will free when the function ends.
   * @param holders the places that lead to it
   * @returns false where the function used up what its searches may cost
   */
  release({ node, call, by, way, effect }: Release, holders: readonly Holder[]): boolean {
    const { flow, effects, options } = this.walk;
    const isRough = options.isRough === true;
    const { outcomes, failure } = effect;
    const when = outcomes.find((one) => one.effect.kind === 'frees')?.when;
    const facts =
      when === undefined || failure === undefined || isRough
        ? []
        : factsOfOutcome(call, failure, when, flow.package, (one) => effects.conversionBy(one));
    const freeing: Freeing = { call, by };
    const base = { ...owned(holders), closing: closingBefore(node, flow) };
    const closing = call.ancestor('func_literal');
    const state: ObjectState =
      way === 'now'
        ? { ...base, status: 'freed', freed: freeing }
        : way === 'deferred'
          ? { ...base, ending: [freeing] }
          : { ...base, closing: closing === undefined ? base.closing : [...base.closing, closing] };
    const visit: Visit = {
      node,
      facts: isRough ? new Map() : flow.facts.at(node),
      state,
      via: undefined,
      previous: undefined,
    };
    const point = new Point(visit, this.walk);
    // The rest of its own statement.
    const nexts = way === 'now' ? transfer(point, call, facts) : [{ state, facts }];
    if (point.isEnough) this.isEnough = true;
    return this.isEnough || nexts.length === 0 || this.from(node, nexts);
  }

  private end(end: ObjectEnd, visit: Visit): void {
    if (this.walk.watcher.end(end, visit) === 'enough') this.isEnough = true;
  }

  private step(visit: Visit): readonly Next[] {
    const { node } = visit;
    const { flow, watcher, options } = this.walk;
    if (node.kind === 'exit') return this.leave(visit);
    if (node.kind === 'panic' && options.isReleased === true) return this.leave(visit);
    if (node.kind === 'stop' || node.kind === 'panic') {
      this.end({ kind: node.kind, at: node.syntax ?? flow.function.node }, visit);
      return [];
    }
    if (leavesScope(visit, flow)) {
      this.end({ kind: 'scope' }, visit);
      return [];
    }
    if (watcher.isLossKnown?.() === true && isBeyondSaving(visit, flow)) return [];
    const point = new Point(visit, this.walk);
    const nexts = runsOver(point) ? [] : transfer(point);
    if (point.isEnough) this.isEnough = true;
    return nexts;
  }

  /** The function returns: what it deferred runs, the last first. */
  private leave(visit: Visit): readonly Next[] {
    let states: readonly { state: ObjectState; facts: FactSet }[] = [
      { state: visit.state, facts: visit.facts },
    ];
    for (const literal of [...visit.state.closing].reverse()) {
      states = states.flatMap((one) => runLiteral(literal, one, visit, this.walk));
    }
    const { kind, syntax } = visit.node;
    for (const { state } of states) {
      let last: ObjectState | undefined = state;
      for (const freeing of [...state.ending].reverse()) {
        if (last !== undefined) last = this.freeAtEnd(freeing, last, visit);
      }
      const at = syntax ?? this.walk.flow.function.node;
      if (last !== undefined)
        this.end(kind === 'panic' ? { kind, at } : { kind: 'exit' }, { ...visit, state: last });
      if (this.isEnough) break;
    }
    return [];
  }

  /** @returns undefined where the watcher ends the path there */
  private freeAtEnd(freeing: Freeing, state: ObjectState, visit: Visit): ObjectState | undefined {
    if (state.status === 'freed' && state.freed?.call !== freeing.call) {
      const [holder] = state.holders;
      const event = holder === undefined ? undefined : { at: freeing.call, by: freeing.by, holder };
      const answer =
        event === undefined
          ? undefined
          : this.walk.watcher.afterFreeing?.({ kind: 'free', ...event }, { ...visit, state });
      if (answer === 'enough') this.isEnough = true;
      if (answer !== undefined) return undefined;
    }
    return { ...state, status: 'freed', freed: freeing };
  }
}
