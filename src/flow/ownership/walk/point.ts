import type { Package } from '../../../semantic/package.ts';
import type { Node } from '../../../syntax/tree.ts';
import type { Fact } from '../../conditions.ts';
import type { FunctionFlow } from '../../function-flow.ts';
import type { CallEffects } from '../call-effects.ts';
import type { Holder } from '../holder.ts';
import type { OwnershipEnd } from '../use-words.ts';
import type { Next, Visit } from './exploration.ts';
import { withoutHolders } from './object-state.ts';
import type { Freeing, ObjectState } from './object-state.ts';
import type { AfterFreeing, ObjectEnd, WalkOptions, Watcher } from './watcher.ts';

/** What all points of a walk over one function have in common. */
export interface WalkContext {
  readonly flow: FunctionFlow;
  readonly effects: CallEffects;
  readonly watcher: Watcher;
  readonly options: WalkOptions;
  /**
   * Walks over another function, from its entry on.
   * @returns false where that function used up what its searches may cost
   */
  readonly walkOver: (flow: FunctionFlow, start: Next, watcher: Watcher, options: WalkOptions) => boolean;
}

/** A path that goes on from a point: the state behind it, and what is known there besides. */
export interface Going {
  readonly state: ObjectState;
  readonly facts: readonly Fact[];
}

/** A path that goes on, or has ended at this point. */
export type Way = Going | 'ended';

/** One point of the flow, with the memory as it comes there. */
export class Point {
  /** The watcher wants to know no more. */
  isEnough = false;
  readonly visit: Visit;
  readonly walk: WalkContext;
  readonly flow: FunctionFlow;
  readonly effects: CallEffects;
  readonly pkg: Package;
  readonly options: WalkOptions;

  constructor(visit: Visit, walk: WalkContext) {
    this.visit = visit;
    this.walk = walk;
    this.flow = walk.flow;
    this.effects = walk.effects;
    this.pkg = walk.flow.package;
    this.options = walk.options;
  }

  end(end: ObjectEnd, visit = this.visit): Way[] {
    if (this.walk.watcher.end(end, visit) === 'enough') this.isEnough = true;
    return ['ended'];
  }

  /** It went where nobody follows it, or is freed: that ends the path, but for what was released. */
  handled(at: Node, how: OwnershipEnd, message: string, way: Going, by?: Freeing): Way[] {
    this.remark(at, message);
    if (this.options.isReleased === true) return [way];
    return this.end({ kind: 'handled', at, how, message, ...(by === undefined ? {} : { by }) });
  }

  /** @returns whether the path ends there */
  tell(event: AfterFreeing): boolean {
    const answer = this.walk.watcher.afterFreeing?.(event, this.visit);
    if (answer === 'enough') this.isEnough = true;
    return answer !== undefined;
  }

  remark(at: Node, message: string): void {
    this.walk.watcher.remark?.(at, message, this.visit);
  }

  /** @param at where the places may get another value */
  without(state: ObjectState, at: Node, drop: (holder: Holder) => boolean): ObjectState {
    const { watcher } = this.walk;
    if (watcher.changed !== undefined) {
      for (const holder of state.holders) if (drop(holder)) watcher.changed(at, holder, this.visit);
    }
    return withoutHolders(state, drop);
  }
}
