import { argumentsOf, calleeOf, throughParens, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import { assignmentsOf, walkOutsideLiterals, walkWithLiterals } from '../assignments.ts';
import type { FlowNode } from '../cfg.ts';
import type { Fact } from '../conditions.ts';
import type { FactSet } from '../facts.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { literalUse } from '../literals.ts';
import { short } from '../code-text.ts';
import { statementOf, unconverted, useOf } from '../value-use.ts';
import type { ValueUse } from '../value-use.ts';
import { callText, freeText, takerOf, unfollowed, useText } from './use-words.ts';
import type { OwnershipEnd } from './use-words.ts';
import type { Acquisition } from './acquisitions.ts';
import type { CallEffects } from './call-effects.ts';
import { factsOfOutcome, targetOf } from './call-status.ts';
import type { Basis, CallEffect, Effect } from './effect.ts';
import { explore } from './exploration.ts';
import type { Next, Visit } from './exploration.ts';
import { isOwnStorage } from './fresh-storage.ts';
import { elementPath, holderText, placePath, reach } from './holder.ts';
import type { Holder, Reach } from './holder.ts';
import { deferredLiteral, literalOfCall, literalTakes, outermostLiteral } from './literal-runs.ts';
import { owned, withHolder, withoutHolders } from './object-state.ts';
import type { Freeing, ObjectState } from './object-state.ts';
import { mayChangeFields } from './place-changes.ts';
import type { Release } from './releases.ts';
import { factsOfReturn, resultNames, setByReturn } from './return-facts.ts';

/** How a path of a piece of memory ends, as far as one function can tell. */
export type ObjectEnd =
  /** The function returns, and the memory is what it is: owned, or freed. */
  | { readonly kind: 'exit' }
  /** The last place that led to it got another value, or its block ended. */
  | { readonly kind: 'overwritten' | 'scope' }
  /** No place of the function ever leads to it. */
  | { readonly kind: 'dropped' }
  /** The caller gets it: as a result, or inside of one. */
  | {
      readonly kind: 'returned';
      readonly at: Node;
      readonly result: number;
      readonly path: readonly string[];
    }
  /** It went where nobody follows it, or was freed; `message` is a clause about `it`. */
  | {
      readonly kind: 'handled';
      readonly at: Node;
      readonly how: OwnershipEnd;
      readonly message: string;
      /** The call that frees it, where one does. */
      readonly by?: Freeing;
    }
  /** The process ends, or the function panics. */
  | { readonly kind: 'stop' | 'panic'; readonly at: Node };

/** What happens to memory that was freed. */
export interface AfterFreeing {
  readonly kind: 'use' | 'free';
  readonly at: Node;
  /** Who uses it: "`C.puts`", "a dereference", "`return`". */
  readonly by: string;
  readonly holder: Holder;
}

/** What is to be told of a walk. `enough` ends it, `ended` the path. */
export interface Watcher {
  end(end: ObjectEnd, visit: Visit): 'enough' | undefined;
  /** Told only of walks over freed memory. */
  afterFreeing?(event: AfterFreeing, visit: Visit): 'enough' | 'ended' | undefined;
  /** Told of walks over released memory where a place may lead to something else from here on. */
  changed?(at: Node, holder: Holder, visit: Visit): void;
  /** Whether a path is known that loses the memory: then those that nothing on them can save need not be followed. */
  isLossKnown?(): boolean;
  /** Told what each mention does, in words. */
  remark?(at: Node, message: string, visit: Visit): void;
}

export interface WalkOptions {
  /** Go on where the memory was freed: for what happens to it then. Otherwise a free ends the path. */
  readonly pastFreeing: boolean;
  /** Go on where nothing leads to the memory any more: for how the function ends then. */
  readonly toTheEnd?: boolean;
  readonly entryFacts?: FactSet;
  /**
   * Follows what a call has freed or will free: nobody owns it, so that it does not matter who gets the pointer, and
   * a place leads to it for as long as nobody else can have changed it.
   */
  readonly isReleased?: boolean;
}

/** Follows one piece of memory through a function, from behind a point on. */
export class ObjectWalk {
  private readonly flow: FunctionFlow;
  private readonly effects: CallEffects;
  private readonly pkg: Package;
  private readonly watcher: Watcher;
  private readonly options: WalkOptions;
  private isEnough = false;

  constructor(flow: FunctionFlow, effects: CallEffects, watcher: Watcher, options: WalkOptions) {
    this.flow = flow;
    this.effects = effects;
    this.pkg = flow.package;
    this.watcher = watcher;
    this.options = options;
  }

  /** @returns false where the function used up what its searches may cost */
  from(start: FlowNode, initial: readonly Next[]): boolean {
    const step = (visit: Visit): readonly Next[] | 'enough' => {
      const nexts = this.step(visit);
      return this.isEnough ? 'enough' : nexts;
    };
    return explore(this.flow, start, initial, step, this.options.entryFacts);
  }

  /**
   * Follows what an acquisition gives, from the point where it stands.
   * @returns false where the function used up what its searches may cost
   */
  acquire({ node, call, gift, way }: Acquisition): boolean {
    const visit: Visit = {
      node,
      facts: this.flow.facts.at(node),
      state: owned([]),
      via: undefined,
      previous: undefined,
    };
    const point = new Point(visit, this.flow, this.effects, this.pkg, this.watcher, this.options);
    const facts =
      gift.failure === undefined
        ? []
        : factsOfOutcome(call, gift.failure, 'succeeds', this.pkg, (one) => this.effects.convertsStatus(one));
    const state = { ...owned([]), closing: this.closingBefore(node) };
    const nexts =
      way.kind === 'result'
        ? point.acquireResult(call, way.index, gift.path, state, facts)
        : point.acquirePlace(call, way.place, gift.path, state, facts);
    this.isEnough = point.isEnough;
    const goingOn = nexts.filter((next) => {
      const release = this.deferredOn(next.state, node);
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
    const { outcomes, failure } = effect;
    const when = outcomes.find((one) => one.effect.kind === 'frees')?.when;
    const facts =
      when === undefined || failure === undefined
        ? []
        : factsOfOutcome(call, failure, when, this.pkg, (one) => this.effects.convertsStatus(one));
    const freeing: Freeing = { call, by };
    const base = { ...owned(holders), closing: this.closingBefore(node) };
    const closing = call.ancestor('func_literal');
    const state: ObjectState =
      way === 'now'
        ? { ...base, status: 'freed', freed: freeing }
        : way === 'deferred'
          ? { ...base, ending: [freeing] }
          : { ...base, closing: closing === undefined ? base.closing : [...base.closing, closing] };
    const visit: Visit = {
      node,
      facts: this.flow.facts.at(node),
      state,
      via: undefined,
      previous: undefined,
    };
    const point = new Point(visit, this.flow, this.effects, this.pkg, this.watcher, this.options);
    // The rest of its own statement.
    const nexts = way === 'now' ? point.run(call, facts) : [{ state, facts }];
    if (point.isEnough) this.isEnough = true;
    return this.isEnough || nexts.length === 0 || this.from(node, nexts);
  }

  /** `defer C.git_buf_dispose(&buf)` before the call that fills `buf`. */
  private deferredOn({ holders }: ObjectState, node: FlowNode): Node | undefined {
    const earlier = this.flow
      .deferredAt(this.flow.graph.exit)
      .filter(({ statement }) => statement.id < node.id);
    return earlier.find(({ call }) =>
      argumentsOf(call).some((argument, index) => {
        const address = unconverted(argument, this.pkg);
        const operand = address.kind === 'unary_expression' ? address.child('operand') : undefined;
        const place = operand === undefined ? undefined : placePath(operand, this.pkg);
        const isHeld = holders.some(
          ({ symbol, path }) =>
            symbol === place?.symbol && place.path.every((part, position) => path[position] === part),
        );
        if (!isHeld) return false;
        const { outcomes } = this.effects.onAddress(call, calleeOf(call, this.pkg), index, []);
        return outcomes.some(({ effect }) => effect.kind !== 'borrows');
      }),
    )?.call;
  }

  /** The function literals that were deferred on some way to a point: they see what the variables hold at the end. */
  private closingBefore(node: FlowNode): Node[] {
    const { exit } = this.flow.graph;
    return this.flow
      .deferredAt(exit)
      .filter(({ statement }) => statement.id < node.id)
      .flatMap(({ statement }) => {
        const literal =
          statement.syntax === undefined ? undefined : deferredLiteral(statement.syntax, this.pkg);
        return literal === undefined ? [] : [literal];
      })
      .reverse();
  }

  private end(end: ObjectEnd, visit: Visit): void {
    if (this.watcher.end(end, visit) === 'enough') this.isEnough = true;
  }

  private step(visit: Visit): readonly Next[] {
    const { node, state } = visit;
    if (node.kind === 'exit') return this.leave(visit);
    if (node.kind === 'panic' && this.options.isReleased === true) return this.leave(visit);
    if (node.kind === 'stop' || node.kind === 'panic') {
      this.end({ kind: node.kind, at: node.syntax ?? this.flow.function.node }, visit);
      return [];
    }
    if (this.leavesScope(node, state)) {
      this.end({ kind: 'scope' }, visit);
      return [];
    }
    if (this.watcher.isLossKnown?.() === true && this.isBeyondSaving(visit)) return [];
    const point = new Point(visit, this.flow, this.effects, this.pkg, this.watcher, this.options);
    const nexts = point.runsOver() ? [] : point.run();
    if (point.isEnough) this.isEnough = true;
    return nexts;
  }

  /** The function returns: what it deferred runs, the last first. */
  private leave(visit: Visit): readonly Next[] {
    let states: readonly { state: ObjectState; facts: FactSet }[] = [
      { state: visit.state, facts: visit.facts },
    ];
    for (const literal of [...visit.state.closing].reverse()) {
      states = states.flatMap((one) =>
        runLiteral(literal, one, visit, this.flow, this.effects, this.watcher, this.options),
      );
    }
    const { kind, syntax } = visit.node;
    for (const { state } of states) {
      let last: ObjectState | undefined = state;
      for (const freeing of [...state.ending].reverse()) {
        if (last !== undefined) last = this.freeAtEnd(freeing, last, visit);
      }
      const at = syntax ?? this.flow.function.node;
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
          : this.watcher.afterFreeing?.({ kind: 'free', ...event }, { ...visit, state });
      if (answer === 'enough') this.isEnough = true;
      if (answer !== undefined) return undefined;
    }
    return { ...state, status: 'freed', freed: freeing };
  }

  /** Whether nothing on any path from a point mentions what leads to the memory. */
  private isBeyondSaving({ node, state }: Visit): boolean {
    if (state.ending.length > 0 || state.closing.length > 0 || state.kept !== undefined) return false;
    return state.holders.every(
      ({ symbol }) =>
        symbol.role === 'local' &&
        symbol.owner === this.flow.function.node &&
        this.flow.isBehind(node, symbol),
    );
  }

  /** Whether a point lies outside of the blocks of all places that lead to the memory. */
  private leavesScope(node: FlowNode, state: ObjectState): boolean {
    const { syntax } = node;
    if (syntax === undefined || state.holders.length === 0) return false;
    if (state.ending.length > 0 || state.closing.length > 0) return false;
    return state.holders.every(({ symbol }) => {
      const block = symbol.declaration.ancestor(
        'block',
        'expression_case',
        'default_case',
        'type_case',
        'communication_case',
      );
      if (block === undefined || !this.flow.function.body.contains(block)) return false;
      return block !== this.flow.function.body && !block.contains(syntax);
    });
  }
}

/**
 * What holds at the ends of a function literal that runs with a state.
 * @param around the point of the function that runs it
 */
function runLiteral(
  literal: Node,
  { state, facts }: { readonly state: ObjectState; readonly facts: FactSet },
  around: Visit,
  flow: FunctionFlow,
  effects: CallEffects,
  watcher: Watcher,
  options: WalkOptions,
): { state: ObjectState; facts: FactSet }[] {
  const inner = flow.flowOfNode(literal);
  if (inner === undefined || !mentionsAny(literal, state, flow.package)) return [{ state, facts }];
  const found: { state: ObjectState; facts: FactSet }[] = [];
  const own: Watcher = {
    end: (end, visit) => {
      if (end.kind === 'exit') found.push({ state: visit.state, facts: visit.facts });
      // Given away inside: what becomes of it is not followed.
      else if (end.kind === 'handled' || end.kind === 'returned') return watcher.end(end, visit);
      else if (end.kind === 'overwritten') found.push({ state: visit.state, facts: visit.facts });
      return undefined;
    },
    ...(watcher.afterFreeing === undefined
      ? {}
      : {
          afterFreeing: (event, visit) => watcher.afterFreeing?.(event, { ...around, state: visit.state }),
        }),
    ...(watcher.changed === undefined
      ? {}
      : { changed: (at, holder) => watcher.changed?.(at, holder, around) }),
    ...(watcher.remark === undefined
      ? {}
      : {
          remark: (at, message) => {
            watcher.remark?.(at, message, around);
          },
        }),
  };
  const start: Next = { state: { ...state, ending: [], closing: [] }, facts: [] };
  const walk = new ObjectWalk(inner, effects, own, {
    pastFreeing: true,
    entryFacts: facts,
    ...(options.isReleased === true ? { isReleased: true, toTheEnd: true } : {}),
  });
  if (!walk.from(inner.graph.entry, [start])) flow.isUnfinished = true;
  return found.map((one) => ({
    facts: one.facts,
    state: { ...one.state, ending: [...state.ending, ...one.state.ending], closing: state.closing },
  }));
}

function mentions(node: Node, symbol: GoSymbol, pkg: Package): boolean {
  return node.all('identifier').some((name) => pkg.symbolOf(name) === symbol);
}

function mentionsAny(node: Node, state: ObjectState, pkg: Package): boolean {
  return node.all('identifier').some((name) => {
    const symbol = pkg.symbolOf(name);
    return symbol !== undefined && state.holders.some((holder) => holder.symbol === symbol);
  });
}

/** A path that goes on, or has ended at this point. */
type Way = { readonly state: ObjectState; readonly facts: readonly Fact[] } | 'ended';

/** One point of the flow, with the memory as it comes there. */
class Point {
  isEnough = false;
  private readonly visit: Visit;
  private readonly flow: FunctionFlow;
  private readonly effects: CallEffects;
  private readonly pkg: Package;
  private readonly watcher: Watcher;
  private readonly options: WalkOptions;

  constructor(
    visit: Visit,
    flow: FunctionFlow,
    effects: CallEffects,
    pkg: Package,
    watcher: Watcher,
    options: WalkOptions,
  ) {
    this.visit = visit;
    this.flow = flow;
    this.effects = effects;
    this.pkg = pkg;
    this.watcher = watcher;
    this.options = options;
  }

  acquireResult(
    call: Node,
    result: number,
    path: readonly string[],
    state: ObjectState,
    facts: readonly Fact[],
  ): Next[] {
    const target = targetOf(throughParens(call), result);
    const symbol = target?.kind === 'identifier' ? this.pkg.symbolOf(target) : undefined;
    if (symbol !== undefined) return this.begun(this.held(call, symbol, path, false, state, facts));
    if (target !== undefined) return this.begun(this.stored(call, target, path, false, state, facts));
    // One of several results that nothing gets.
    if (result > 0) return this.begun(this.go(state, facts));
    return this.begun(this.used(call, useOf(call, this.pkg), path, unheld(call, this.pkg), state, facts));
  }

  acquirePlace(
    call: Node,
    place: Node,
    path: readonly string[],
    state: ObjectState,
    facts: readonly Fact[],
  ): Next[] {
    const target = placePath(place, this.pkg);
    if (target?.path.length === 0)
      return this.begun(this.held(call, target.symbol, path, false, state, facts));
    return this.begun(this.stored(call, place, path, false, state, facts));
  }

  private begun(ways: readonly Way[]): Next[] {
    return ways.flatMap((way) => {
      if (way === 'ended') return [];
      if (way.state.holders.length > 0) return [way];
      const visit = { ...this.visit, state: way.state };
      if (this.watcher.end({ kind: 'dropped' }, visit) === 'enough') this.isEnough = true;
      return [];
    });
  }

  /** @param behind a call of the point: only what comes behind it */
  run(behind?: Node, known: readonly Fact[] = []): Next[] {
    const { node } = this.visit;
    if (this.handsResultsOver()) return [];
    let ways: Way[] = [{ state: this.visit.state, facts: known }];
    for (const mention of this.mentions()) {
      if (behind !== undefined && mention.start < behind.end && !isAssigned(mention)) continue;
      ways = ways.flatMap((way) => (way === 'ended' ? [] : this.mention(mention, way)));
      if (this.isEnough) return [];
    }
    return ways.flatMap((way) => {
      if (way === 'ended') return [];
      const left = this.afterGoCalls(this.afterAssignments(way.state));
      if (left.holders.length === 0 && left.ending.length === 0 && !this.options.toTheEnd) {
        const visit = { ...this.visit, state: left.status === 'owned' ? way.state : left };
        if (this.watcher.end({ kind: 'overwritten' }, visit) === 'enough') this.isEnough = true;
        return [];
      }
      const bare = this.bareReturn(way.state);
      if (bare !== undefined) return bare;
      const returned = factsOfReturn(node, this.flow, this.visit.facts);
      const changed = setByReturn(node, this.flow);
      return [{ state: left, facts: way.facts, assigned: returned, changed }];
    });
  }

  /** `return` alone hands what the named results hold to the caller. */
  private bareReturn({ status, ending, holders }: ObjectState): Next[] | undefined {
    const { syntax } = this.visit.node;
    if (syntax?.kind !== 'return_statement' || syntax.children.length > 0) return undefined;
    if (status === 'freed' || ending.length > 0) return undefined;
    const names = resultNames(this.flow.function.node).map((name) => this.pkg.symbolOf(name));
    const holder = holders.find(({ symbol, isView }) => !isView && names.includes(symbol));
    if (holder === undefined) return undefined;
    this.watcher.remark?.(syntax, 'the bare return hands the named result to the caller', this.visit);
    this.end({ kind: 'returned', at: syntax, result: names.indexOf(holder.symbol), path: holder.path });
    return [];
  }

  /**
   * The head of a loop that frees the elements of what leads to the memory, or hands them on: it is taken to do so
   * with all of them. That it goes round as often as there are elements is not followed.
   */
  runsOver(): boolean {
    const { syntax, kind } = this.visit.node;
    const loop = kind === 'range' ? syntax?.parent : syntax?.kind === 'for_statement' ? syntax : undefined;
    const body = loop?.child('body');
    if (this.options.isReleased === true) return false;
    const containers = this.visit.state.holders.filter(({ path }) => path.includes('[]'));
    if (body === undefined || containers.length === 0) return false;
    if (!this.takes(body, { ...this.visit.state, holders: containers })) return false;
    const message = 'the loop frees what it holds, or hands it on';
    this.handled(loop ?? body, 'freed', message, { state: this.visit.state, facts: [] });
    return true;
  }

  /** A bare return hands the named results to the caller. */
  private handsResultsOver(): boolean {
    const { node, state } = this.visit;
    const { syntax } = node;
    if (this.options.isReleased === true) return false;
    if (syntax?.kind !== 'return_statement' || syntax.children.length > 0) return false;
    const holder = state.holders.find(({ symbol }) => symbol.role === 'result');
    const names = holder === undefined ? [] : resultNames(this.flow.function.node);
    const result = names.findIndex((name) => this.pkg.symbolOf(name) === holder?.symbol);
    if (holder === undefined || result < 0) return false;
    if (state.status === 'freed') return false;
    this.watcher.remark?.(syntax, 'the bare return hands the named result to the caller', this.visit);
    this.end({ kind: 'returned', at: syntax, result, path: holder.path });
    return true;
  }

  /** Variables and function literals of the point; what is assigned comes behind what is read. */
  private mentions(): Node[] {
    const made: Node[] = [];
    const read: Node[] = [];
    const written: Node[] = [];
    const isAgain = this.isNextRound();
    for (const node of walkWithLiterals(this.visit.node)) {
      if (!node.is('identifier', 'func_literal')) continue;
      if (isAgain && this.visit.node.syntax?.child('right')?.contains(node) === true) continue;
      (node.kind === 'func_literal' ? made : isAssigned(node) ? written : read).push(node);
    }
    // A literal beside a result may free what is returned.
    return [...made, ...read, ...written];
  }

  /** What a range clause goes over is evaluated once, before the first round. */
  private isNextRound(): boolean {
    const { node, via } = this.visit;
    const loop = node.kind === 'range' ? node.syntax?.parent : undefined;
    const from = via?.from.syntax;
    return loop !== undefined && from !== undefined && loop.contains(from);
  }

  private end(end: ObjectEnd): Way[] {
    if (this.watcher.end(end, this.visit) === 'enough') this.isEnough = true;
    return ['ended'];
  }

  private handled(
    at: Node,
    how: OwnershipEnd,
    message: string,
    way: Exclude<Way, 'ended'>,
    by?: Freeing,
  ): Way[] {
    this.watcher.remark?.(at, message, this.visit);
    if (this.options.isReleased === true) return [way];
    return this.end({ kind: 'handled', at, how, message, ...(by === undefined ? {} : { by }) });
  }

  private go(state: ObjectState, facts: readonly Fact[]): Way[] {
    return [{ state, facts }];
  }

  private mention(mention: Node, way: Exclude<Way, 'ended'>): Way[] {
    if (mention.kind === 'func_literal') return this.literal(mention, way);
    const symbol = this.pkg.symbolOf(mention);
    if (symbol?.kind !== 'variable') return [way];
    const run = this.runsLiteral(mention, way);
    if (run !== undefined) return run;
    let ways: Way[] = [way];
    for (const holder of way.state.holders) {
      if (holder.symbol !== symbol) continue;
      const found = reach(mention, holder);
      if (found === undefined) continue;
      ways = ways.flatMap((one) => (one === 'ended' ? [] : this.reached(found, holder, one)));
    }
    return ways;
  }

  /** `release()` of a local literal, or its defer. */
  private runsLiteral(mention: Node, way: Exclude<Way, 'ended'>): Way[] | undefined {
    const call = mention.parent;
    if (call?.kind !== 'call_expression' || mention.field !== 'function') return undefined;
    const literal = literalOfCall(call, this.pkg);
    return literal === undefined ? undefined : this.run1(literal, call, way);
  }

  private literal(literal: Node, way: Exclude<Way, 'ended'>): Way[] {
    if (!mentionsAny(literal, way.state, this.pkg)) return [way];
    const use = literalUse(literal, this.pkg);
    if (use.kind === 'inline' || use.kind === 'deferred') return this.run1(literal, use.call, way);
    // Its calls do what it does.
    if (use.kind === 'only-called') return [way];
    const value = throughParens(literal);
    const isHeld = useOf(value, this.pkg);
    if (isHeld.kind === 'alias' && this.isOnlyDeferred(isHeld.symbol)) return [way];
    if (!this.takes(literal, way.state)) return [way];
    if (use.kind === 'go') return this.handled(literal, 'given to Go code', 'a goroutine takes it', way);
    const text = literalTakes(literal, this.symbolsOf(way.state), this.pkg);
    return this.handled(literal, 'left to a function literal', text, way);
  }

  private symbolsOf({ holders }: ObjectState): ReadonlySet<GoSymbol> {
    return new Set(holders.map(({ symbol }) => symbol));
  }

  /** `release := func() {…}` whose calls and defers are all that is done with it. */
  private isOnlyDeferred(symbol: GoSymbol): boolean {
    return this.pkg.bindings
      .usesOf(symbol)
      .every(
        (use) =>
          use === symbol.declaration || (use.field === 'function' && use.parent?.kind === 'call_expression'),
      );
  }

  private run1(literal: Node, call: Node, way: Exclude<Way, 'ended'>): Way[] {
    const { state } = way;
    if (statementOf(call) === 'go') {
      return this.takes(literal, state)
        ? this.handled(literal, 'given to Go code', 'a goroutine takes it', way)
        : [way];
    }
    if (statementOf(call) === 'defer') {
      if (!mentionsAny(literal, state, this.pkg)) return [way];
      return this.go({ ...state, closing: [...state.closing, literal] }, way.facts);
    }
    const joined = new Map(this.visit.facts);
    for (const fact of way.facts) joined.set(fact.key, fact);
    return this.afterLiteral(literal, state, joined, this.watcher).map((one) => ({
      state: one.state,
      facts: [...one.facts.values()],
    }));
  }

  private afterLiteral(
    literal: Node,
    state: ObjectState,
    facts: FactSet,
    watcher: Watcher,
  ): { state: ObjectState; facts: FactSet }[] {
    return runLiteral(literal, { state, facts }, this.visit, this.flow, this.effects, watcher, this.options);
  }

  /** Whether a literal that runs some time frees the memory, or gives it away. */
  private takes(literal: Node, state: ObjectState): boolean {
    return literal.all('identifier').some((name) => {
      const symbol = this.pkg.symbolOf(name);
      return state.holders.some((holder) => {
        if (holder.symbol !== symbol) return false;
        const found = reach(name, holder);
        if (found === undefined) return false;
        if (found.kind === 'receiver') return !onlyBorrows(this.effects.onReceiver(found.call, found.rest));
        const use = useOf(found.node, this.pkg);
        // `s = append(s, …)` keeps what is in `s`.
        if (use.kind === 'other' && isAppended(found.node, this.pkg)) return false;
        if (use.kind === 'c-argument' || use.kind === 'go-argument') {
          const callee = calleeOf(use.call, this.pkg);
          const index = argumentsOf(use.call).findIndex((one) => one.contains(found.node));
          const rest = found.kind === 'container' ? found.rest : [];
          return !onlyBorrows(this.effects.onArgument(use.call, callee, index, rest));
        }
        return !['go-copy', 'dereference', 'compare', 'discard', 'overwrite'].includes(use.kind);
      });
    });
  }

  private reached(found: NonNullable<Reach>, holder: Holder, way: Exclude<Way, 'ended'>): Way[] {
    const { state } = way;
    if (found.kind === 'receiver') {
      const effect = this.effects.onReceiver(found.call, found.rest);
      return this.apply(effect, found.call, found.node, holder, way);
    }
    if (isRangeSource(found.node)) return this.range(found, holder, way);
    const use = useOf(found.node, this.pkg);
    const rest = found.kind === 'container' ? found.rest : [];
    return this.used(found.node, use, rest, holder, state, way.facts);
  }

  /** What a use does; `rest` is where in the used value the pointer is. */
  private used(
    node: Node,
    use: ValueUse,
    rest: readonly string[],
    holder: Holder,
    state: ObjectState,
    facts: readonly Fact[],
  ): Way[] {
    const isPointer = rest.length === 0;
    switch (use.kind) {
      case 'compare':
      case 'discard':
        this.watcher.remark?.(node, useText(node, use), this.visit);
        return this.go(state, facts);
      case 'overwrite':
        return this.go(state, facts);
      case 'free':
        // What it holds is out of reach then, and not freed with it.
        if (!isPointer) return this.containerFreed(node, holder, state, facts);
        return this.apply(this.effects.ofFree(), use.call, node, holder, { state, facts });
      case 'c-argument':
      case 'go-argument': {
        // C code that gets what holds the pointer may set it anew.
        if (!isPointer && use.kind === 'c-argument' && this.options.isReleased === true)
          return this.go(
            this.without(state, node, (one) => one === holder),
            facts,
          );
        const callee = calleeOf(use.call, this.pkg);
        const index = argumentsOf(use.call).findIndex((one) => one.contains(node));
        const effect = this.effects.onArgument(use.call, callee, index, rest);
        return this.apply(effect, use.call, node, holder, { state, facts });
      }
      case 'go-copy':
        return this.touched(
          node,
          `\`${use.call.child('function')?.text ?? 'C.GoString'}\``,
          holder,
          state,
          facts,
        );
      case 'dereference':
        if (!isPointer) return this.go(state, facts);
        return this.dereferenced(node, holder, state, facts);
      case 'view':
        return this.viewed(node, holder, state, facts);
      case 'return':
        return this.returned(node, rest, holder, state, facts);
      case 'alias':
        return this.held(node, use.symbol, rest, holder.isView, state, facts);
      case 'store':
        return this.stored(node, use.target, rest, holder.isView, state, facts);
      case 'element': {
        const path = [...elementPath(node, use.container, this.pkg), ...rest];
        if (use.use.kind === 'address')
          return this.used(use.container, useOf(use.use.node, this.pkg), path, holder, state, facts);
        return this.used(use.container, use.use, path, holder, state, facts);
      }
      case 'address':
        return this.address(node, use.node, rest, holder, state, facts);
      case 'other': {
        const call = node.parent?.kind === 'argument_list' ? node.parent.parent : undefined;
        const callee = call === undefined ? undefined : calleeOf(call, this.pkg);
        // append(s, …): the result holds what `s` held.
        if (call !== undefined && callee?.kind === 'builtin' && callee.name === 'append')
          return this.used(call, useOf(call, this.pkg), rest, holder, state, facts);
        const { message, how } = unfollowed(node);
        return this.handled(node, how, message, { state, facts });
      }
    }
  }

  /** `p.f`, `p[i]`, `*p`; `&p.f` still points into the memory. */
  private dereferenced(node: Node, holder: Holder, state: ObjectState, facts: readonly Fact[]): Way[] {
    let part = node;
    while (part.parent?.is('selector_expression', 'index_expression', 'parenthesized_expression') === true) {
      if (part.field === 'index') break;
      part = part.parent;
    }
    const address = part.parent;
    const isAddress = address?.kind === 'unary_expression' && address.text.startsWith('&');
    if (!isAddress) return this.touched(node, 'a dereference', holder, state, facts);
    const use = useOf(address, this.pkg);
    if (use.kind === 'alias') return this.held(node, use.symbol, [], true, state, facts);
    if (use.kind === 'c-argument' || use.kind === 'go-copy' || use.kind === 'compare')
      return this.touched(node, 'a dereference', holder, state, facts);
    return this.handled(node, 'out of sight', `the address \`${short(address)}\` leaves this function`, {
      state,
      facts,
    });
  }

  private containerFreed(node: Node, holder: Holder, state: ObjectState, facts: readonly Fact[]): Way[] {
    if (state.status === 'owned' && this.options.isReleased !== true)
      return this.handled(node, 'out of sight', 'what holds it is freed', { state, facts });
    return this.go(
      withoutHolders(state, (one) => one === holder),
      facts,
    );
  }

  /** The memory is read or written. */
  private touched(at: Node, by: string, holder: Holder, state: ObjectState, facts: readonly Fact[]): Way[] {
    const use = useOf(at, this.pkg);
    this.watcher.remark?.(at, useText(at, use), this.visit);
    if (state.status === 'freed' && this.tell({ kind: 'use', at, by, holder })) return ['ended'];
    return this.go({ ...state, isUsed: true }, facts);
  }

  /** @returns whether the path ends there */
  private tell(event: AfterFreeing): boolean {
    const answer = this.watcher.afterFreeing?.(event, this.visit);
    if (answer === 'enough') this.isEnough = true;
    return answer !== undefined;
  }

  private viewed(node: Node, holder: Holder, state: ObjectState, facts: readonly Fact[]): Way[] {
    const view = viewOf(node, this.pkg);
    const use = useOf(view, this.pkg);
    this.watcher.remark?.(node, 'a view over its memory is made', this.visit);
    switch (use.kind) {
      case 'alias':
        return this.held(view, use.symbol, [], true, state, facts);
      case 'go-argument':
        if (use.callee.kind === 'builtin' && ['copy', 'len', 'cap'].includes(use.callee.name))
          return this.touched(node, `\`${use.callee.name}\``, holder, state, facts);
        return this.handled(node, 'out of sight', 'a view over its memory is handed on', { state, facts });
      case 'compare':
      case 'discard':
        return this.go(state, facts);
      case 'dereference':
      case 'go-copy':
        return this.touched(node, 'a dereference', holder, state, facts);
      default:
        return this.handled(
          node,
          'out of sight',
          'a view over its memory is made, and leaves this function',
          {
            state,
            facts,
          },
        );
    }
  }

  private returned(
    node: Node,
    rest: readonly string[],
    holder: Holder,
    state: ObjectState,
    facts: readonly Fact[],
  ): Way[] {
    const isFreed = state.status === 'freed' || state.ending.length > 0 || this.isFreedAtEnd(state, facts);
    if (isFreed && rest.length === 0 && this.tell({ kind: 'use', at: node, by: '`return`', holder }))
      return ['ended'];
    this.watcher.remark?.(node, 'the caller gets it', this.visit);
    if (this.options.isReleased === true) return this.go(state, facts);
    const list = node.ancestor('return_statement')?.children[0];
    const result = list?.children.findIndex((one) => one.contains(node)) ?? 0;
    return this.end({ kind: 'returned', at: node, result: Math.max(0, result), path: rest });
  }

  /** Another variable leads to it as well. */
  private held(
    node: Node,
    symbol: GoSymbol,
    path: readonly string[],
    isView: boolean,
    state: ObjectState,
    facts: readonly Fact[],
  ): Way[] {
    const isLocal =
      (symbol.role === 'local' || symbol.role === 'result' || symbol.role === 'parameter') &&
      symbol.owner !== undefined &&
      (symbol.owner === this.flow.function.node || symbol.owner.contains(this.flow.function.node));
    if (!isLocal) {
      const message = `\`${symbol.name}\` gets it, which outlives this path`;
      return this.handled(node, 'stored away', message, { state, facts });
    }
    const from = state.holders.find((one) => one.symbol !== symbol && mentions(node, one.symbol, this.pkg));
    const text =
      from === undefined
        ? `\`${symbol.name}\` holds it`
        : `\`${holderText(from)}\` and \`${symbol.name}\` hold it`;
    this.watcher.remark?.(node, text, this.visit);
    const holder: Holder = { symbol, path, isView };
    if (state.status === 'owned' && this.leftToEarlier(node, holder)) {
      const reads = `a function literal made before it reads \`${symbol.name}\` when it runs`;
      return this.handled(node, 'left to a function literal', `${reads}, and frees it or hands it on`, {
        state,
        facts,
      });
    }
    return this.go(withHolder(state, holder), facts);
  }

  /** Whether a function literal that stands above, and runs some time, frees what the variable holds then. */
  private leftToEarlier(node: Node, holder: Holder): boolean {
    const mentions = this.pkg.bindings.usesOf(holder.symbol);
    if (!this.flow.maySearch(mentions.length)) return true;
    return mentions.some((mention) => {
      const literal = outermostLiteral(mention, this.flow.function.body);
      if (literal === undefined || literal.start >= node.start || literal.contains(node)) return false;
      const kind = literalUse(literal, this.pkg).kind;
      if (kind !== 'stored' && kind !== 'go') return false;
      const isHeld = useOf(throughParens(literal), this.pkg);
      if (isHeld.kind === 'alias' && this.isOnlyDeferred(isHeld.symbol)) return false;
      return this.takes(literal, owned([holder]));
    });
  }

  private stored(
    node: Node,
    target: Node,
    rest: readonly string[],
    isView: boolean,
    state: ObjectState,
    facts: readonly Fact[],
  ): Way[] {
    const place = unparen(target).kind === 'unary_expression' ? undefined : placePath(target, this.pkg);
    if (place === undefined || !isOwnStorage(place.symbol, place.path, this.flow, this.pkg)) {
      return this.handled(node, 'stored away', `it is stored in \`${short(target)}\``, { state, facts });
    }
    this.watcher.remark?.(node, `it is stored in \`${short(target)}\``, this.visit);
    return this.go(
      withHolder(state, { symbol: place.symbol, path: [...place.path, ...rest], isView }),
      facts,
    );
  }

  /** `&p` or `&w` or `&s[0]`. */
  private address(
    node: Node,
    address: Node,
    rest: readonly string[],
    holder: Holder,
    state: ObjectState,
    facts: readonly Fact[],
  ): Way[] {
    const use = useOf(address, this.pkg);
    // Whoever has the address may set the place anew.
    if (this.options.isReleased === true)
      return this.go(
        this.without(state, node, (one) => one === holder),
        facts,
      );
    if (use.kind === 'c-argument' || use.kind === 'go-argument') {
      const callee = calleeOf(use.call, this.pkg);
      const index = argumentsOf(use.call).findIndex((one) => one.contains(address));
      const effect = this.effects.onAddress(use.call, callee, index, rest);
      return this.apply(effect, use.call, node, holder, { state, facts });
    }
    if (use.kind === 'alias' && rest.length > 0) {
      return this.held(node, use.symbol, rest, holder.isView, state, facts);
    }
    if (use.kind === 'alias' && holder.path.at(-1) === '[]') {
      return this.held(node, use.symbol, ['[]'], holder.isView, state, facts);
    }
    if (use.kind === 'return' && rest.length > 0) return this.returned(node, rest, holder, state, facts);
    if (use.kind === 'store' && rest.length > 0)
      return this.stored(node, use.target, rest, holder.isView, state, facts);
    return this.handled(
      node,
      'out of sight',
      `the address of \`${short(node)}\` is taken, and whoever has that may free it`,
      { state, facts },
    );
  }

  /** `for _, p := range s`: a loop that frees or hands on what it goes over leaves nothing behind. */
  private range(found: NonNullable<Reach>, holder: Holder, way: Exclude<Way, 'ended'>): Way[] {
    const clause = found.node.ancestor('range_clause');
    const loop = clause?.parent;
    const target = clause?.child('left')?.children[1];
    const symbol = target === undefined || target.text === '_' ? undefined : this.pkg.symbolOf(target);
    const rest = found.kind === 'container' ? found.rest : [];
    if (loop === undefined || rest[0] !== '[]') return [way];
    const body = loop.child('body');
    const element: Holder | undefined =
      symbol === undefined ? undefined : { symbol, path: rest.slice(1), isView: holder.isView };
    const whole = {
      ...way.state,
      holders: [...way.state.holders, ...(element === undefined ? [] : [element])],
    };
    if (body !== undefined && this.takes(body, whole)) {
      return this.handled(found.node, 'freed', 'the loop frees what it holds, or hands it on', way);
    }
    return [way];
  }

  private apply(
    { outcomes, failure, basis }: CallEffect,
    call: Node,
    node: Node,
    holder: Holder,
    way: Exclude<Way, 'ended'>,
  ): Way[] {
    return outcomes.flatMap(({ when, effect }) => {
      const known =
        when === undefined || failure === undefined
          ? []
          : factsOfOutcome(call, failure, when, this.pkg, (one) => this.effects.convertsStatus(one));
      return this.applyOne(effect, basis, call, node, holder, way.state, [...way.facts, ...known]);
    });
  }

  private applyOne(
    effect: Effect,
    basis: Basis,
    call: Node,
    node: Node,
    holder: Holder,
    state: ObjectState,
    facts: readonly Fact[],
  ): Way[] {
    const name = `\`${short(call.child('function') ?? call)}\``;
    switch (effect.kind) {
      case 'borrows':
      case 'keeps':
      case 'may-keep': {
        if (statementOf(call) === 'go')
          return this.handled(node, 'given to Go code', 'a goroutine gets it', { state, facts });
        this.watcher.remark?.(node, callText(effect, basis, call, this.pkg), this.visit);
        // Go code that gets the pointer may only compare or keep it.
        const isOfC = calleeOf(call, this.pkg).kind === 'c';
        if (state.status === 'freed' && statementOf(call) === undefined && isOfC) {
          if (this.tell({ kind: 'use', at: node, by: name, holder })) return ['ended'];
        }
        const asked = effect.kind === 'may-keep' ? (state.asked ?? calleeText(call, this.pkg)) : state.asked;
        const used = { ...state, isUsed: state.isUsed || !asksForFailure(call, this.pkg) };
        if (effect.kind === 'keeps') return this.go({ ...used, kept: state.kept ?? node }, facts);
        return this.go(asked === undefined ? used : { ...used, asked }, facts);
      }
      case 'frees':
        return this.freed(effect, call, node, holder, state, facts);
      case 'returns': {
        const target = targetOf(throughParens(call), effect.result);
        const symbol = target?.kind === 'identifier' ? this.pkg.symbolOf(target) : undefined;
        if (symbol !== undefined) return this.held(node, symbol, effect.path, holder.isView, state, facts);
        return this.used(call, useOf(call, this.pkg), effect.path, holder, state, facts);
      }
      case 'takes':
      case 'unknown': {
        const isOfC = calleeOf(call, this.pkg).kind === 'c' && statementOf(call) === undefined;
        if (state.status === 'freed' && isOfC && this.tell({ kind: 'use', at: node, by: name, holder }))
          return ['ended'];
        const text = callText(effect, basis, call, this.pkg);
        return this.handled(node, takerOf(call, this.pkg), text, { state, facts });
      }
    }
  }

  private freed(
    effect: Extract<Effect, { kind: 'frees' }>,
    call: Node,
    node: Node,
    holder: Holder,
    state: ObjectState,
    facts: readonly Fact[],
  ): Way[] {
    const freeing: Freeing = { call, by: effect.by, isPartial: effect.isPartial === true };
    const message = freeText(call, effect.by);
    const way = { state, facts };
    if (statementOf(call) === 'go')
      return this.handled(node, 'given to Go code', 'a goroutine frees it', way);
    // An element of many: which one it is, and whether all are freed, is not followed.
    if (holder.path.includes('[]')) return this.handled(node, 'freed', message, way, freeing);
    if (holder.isView) return this.handled(node, 'out of sight', message, way);
    if (effect.isPartial === true && this.options.isReleased === true)
      return this.freedInPart(call, node, holder, way);
    const isFreed = state.status === 'freed' || (this.options.isReleased === true && state.ending.length > 0);
    if (isFreed && this.tell({ kind: 'free', at: call, by: effect.by, holder })) return ['ended'];
    if (statementOf(call) === 'defer') {
      if (!this.options.pastFreeing) return this.handled(node, 'freed', message, way, freeing);
      this.watcher.remark?.(node, message, this.visit);
      return this.go({ ...state, ending: [...state.ending, freeing] }, facts);
    }
    if (!this.options.pastFreeing) return this.handled(node, 'freed', message, way, freeing);
    this.watcher.remark?.(node, message, this.visit);
    const behind: ObjectState = { ...state, status: 'freed', freed: freeing };
    return this.go(effect.clears ? withoutHolders(behind, (one) => one === holder) : behind, facts);
  }

  /** Others may keep the object alive, but not what was freed before. */
  private freedInPart(call: Node, node: Node, holder: Holder, way: Exclude<Way, 'ended'>): Way[] {
    const by = `\`${short(call.child('function') ?? call)}\``;
    const isNow = way.state.status === 'freed' && statementOf(call) === undefined;
    return isNow && this.tell({ kind: 'use', at: node, by, holder }) ? ['ended'] : [way];
  }

  /** Whether the function literals that run at the end free it, whatever they meet. */
  private isFreedAtEnd(state: ObjectState, facts: readonly Fact[]): boolean {
    if (this.options.isReleased !== true || state.closing.length === 0) return false;
    const known = new Map(this.visit.facts);
    for (const fact of facts) known.set(fact.key, fact);
    for (const fact of factsOfReturn(this.visit.node, this.flow, known)) known.set(fact.key, fact);
    let ends: { state: ObjectState; facts: FactSet }[] = [{ state, facts: known }];
    for (const literal of [...state.closing].reverse()) {
      ends = ends.flatMap((one) =>
        this.afterLiteral(literal, one.state, one.facts, { end: () => undefined }),
      );
    }
    return ends.length > 0 && ends.every((one) => one.state.status === 'freed');
  }

  /** @param at where the places may get another value */
  private without(state: ObjectState, at: Node, drop: (holder: Holder) => boolean): ObjectState {
    const { changed } = this.watcher;
    if (changed !== undefined) {
      for (const holder of state.holders) if (drop(holder)) changed(at, holder, this.visit);
    }
    return withoutHolders(state, drop);
  }

  /** Go code that is called may set a field of a value that it can reach. */
  private afterGoCalls(state: ObjectState): ObjectState {
    if (this.options.isReleased !== true || state.holders.every(({ path }) => path.length === 0))
      return state;
    const call = walkOutsideLiterals(this.visit.node).find(
      (one) => one.kind === 'call_expression' && mayChangeFields(one, this.pkg),
    );
    return call === undefined ? state : this.without(state, call, ({ path }) => path.length > 0);
  }

  /** Places that get another value here lead to it no more. */
  private afterAssignments(state: ObjectState): ObjectState {
    let behind = state;
    for (const { target, value } of assignmentsOf(this.visit.node)) {
      const place = placePath(target, this.pkg);
      if (place === undefined || place.path.includes('[]')) continue;
      const carries = value !== undefined && this.carries(value, state);
      if (carries) continue;
      const before = behind;
      // `*p = v` leaves p itself as it is.
      const isBehind = unparen(target).kind === 'unary_expression';
      behind = this.without(
        behind,
        target,
        (holder) =>
          holder.symbol === place.symbol &&
          !(isBehind && holder.path.length === place.path.length) &&
          // What this very point has stored there is new.
          this.visit.state.holders.includes(holder) &&
          place.path.every((part, index) => holder.path[index] === part),
      );
      if (behind !== before)
        this.watcher.remark?.(this.visit.node.syntax ?? target, gets(target), this.visit);
    }
    return this.afterReturn(behind);
  }

  /** `return nil, err` gives the named results other values before the deferred calls run. */
  private afterReturn(state: ObjectState): ObjectState {
    const changed = setByReturn(this.visit.node, this.flow);
    return withoutHolders(state, ({ symbol }) => changed.includes(symbol));
  }

  /** `x = x`, `x = conv(x)`, `s = append(s, …)`. */
  private carries(value: Node, state: ObjectState): boolean {
    return unparen(value)
      .all('identifier')
      .some((name) => {
        const symbol = this.pkg.symbolOf(name);
        return state.holders.some((holder) => holder.symbol === symbol && reach(name, holder) !== undefined);
      });
  }
}

/** A target of an assignment. */
function isAssigned(node: Node): boolean {
  return node.parent?.kind === 'expression_list' && node.parent.field === 'left';
}

/** A place for memory that none leads to: an argument of the very call that gets it. */
function unheld(call: Node, pkg: Package): Holder {
  const [name] = call.all('identifier');
  const symbol = name === undefined ? undefined : pkg.symbolOf(name);
  if (symbol === undefined) throw new Error('a call without a name');
  return { symbol, path: [], isView: false };
}

function gets(target: Node): string {
  return `\`${short(target)}\` gets another value`;
}

function onlyBorrows({ outcomes }: CallEffect): boolean {
  return outcomes.every(({ effect }) => effect.kind === 'borrows' || effect.kind === 'may-keep');
}

/** The slice of `append(s, …)`. */
function isAppended(node: Node, pkg: Package): boolean {
  const call = node.parent?.kind === 'argument_list' ? node.parent.parent : undefined;
  const callee = call === undefined ? undefined : calleeOf(call, pkg);
  return callee?.kind === 'builtin' && callee.name === 'append';
}

/** `cairo_surface_status(s)`: whether there is an object at all. */
function asksForFailure(call: Node, pkg: Package): boolean {
  const callee = calleeOf(call, pkg);
  if (callee.kind !== 'c' || argumentsOf(call).length !== 1) return false;
  return /(^|_)(status|error|err|(is_?)?valid|is_?null|is_?ok)$/i.test(callee.name);
}

function isRangeSource(node: Node): boolean {
  const parent = node.parent;
  const clause = parent?.kind === 'expression_list' ? parent.parent : parent;
  return clause?.kind === 'range_clause' && clause.child('right')?.contains(node) === true;
}

/** The outermost expression that is a window on the same memory. */
function viewOf(node: Node, pkg: Package): Node {
  let view = node;
  for (let parent = view.parent; parent !== undefined; parent = view.parent) {
    if (parent.is('parenthesized_expression', 'slice_expression', 'type_conversion_expression'))
      view = parent;
    else if (parent.kind === 'argument_list' && parent.parent?.kind === 'call_expression') {
      const callee = calleeOf(parent.parent, pkg);
      const isView = callee.kind === 'conversion' || (callee.kind === 'package' && callee.path === 'unsafe');
      if (!isView) return view;
      view = parent.parent;
    } else return view;
  }
  return view;
}

function calleeText(call: Node, pkg: Package): string {
  const callee = calleeOf(call, pkg);
  return callee.kind === 'c' ? callee.name : short(call.child('function') ?? call);
}
