import type { Analysis } from '../../semantic/analysis.ts';
import { calleeOf } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';
import type { FlowNode } from '../cfg.ts';
import { functionFlows } from '../function-flow.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { callGraph } from '../lifetime/call-graph.ts';
import type { CallEdge, CallGraph } from '../lifetime/call-graph.ts';
import { callsAt, handedOverAt } from '../lifetime/evaluation.ts';
import { LiteralRuns } from '../lifetime/literal-runs.ts';

/**
 * Whether the goroutine is bound to its thread at a point.
 * - `locked`: on every path `runtime.LockOSThread` was called and not undone
 * - `not`: on some path it surely is not
 * - `unknown`: code that is not here decides, a caller for one
 */
export type ThreadState = 'locked' | 'not' | 'unknown';

/** Locks that a path holds beyond those at the start of its function, and those that deferred calls still change. */
interface Count {
  readonly held: number;
  readonly deferred: number;
}

/** Locks nest (runtime.LockOSThread); past so many the number is no more told apart. */
const maximalNesting = 4;

/**
 * Where `runtime.LockOSThread` binds the goroutine, a fact of the flow across the package's functions: what a callee
 * leaves locked is locked in its caller, and a function whose callers all lock is locked.
 */
export class ThreadLocks {
  private readonly pkg: Package;
  private readonly graph: CallGraph;
  private readonly flows: (fn: GoFunction) => FunctionFlow;
  private readonly changes = new Map<Node, readonly number[]>();
  private readonly counts = new Map<Node, ReadonlyMap<FlowNode, readonly Count[]>>();
  private entries: ReadonlyMap<Node, ThreadState> | undefined;
  private changing: ReadonlySet<Node> | undefined;
  private runs: LiteralRuns | undefined;

  constructor(pkg: Package, graph: CallGraph, flows: (fn: GoFunction) => FunctionFlow) {
    this.pkg = pkg;
    this.graph = graph;
    this.flows = flows;
  }

  /** The state before a point of a function. */
  at(node: FlowNode, fn: GoFunction): ThreadState {
    return withLocks(this.entryOf(fn), this.countsOf(fn).get(node));
  }

  /** The state where a call of a function runs. */
  atCall(call: Node, fn: GoFunction): ThreadState {
    return withLocks(this.entryOf(fn), this.countsBefore(call, fn));
  }

  /** What the paths to a call hold; undefined where nothing in the function changes it. */
  private countsBefore(call: Node, fn: GoFunction): readonly Count[] | undefined {
    const node = this.flows(fn).nodeAt(call);
    let counts = node === undefined ? undefined : this.countsOf(fn).get(node);
    if (node === undefined || counts === undefined) return undefined;
    for (const earlier of callsAt(node)) {
      if (earlier === call) break;
      counts = this.afterCall(earlier, counts);
    }
    return counts;
  }

  /** The state in which a function starts. */
  entryOf(fn: GoFunction): ThreadState {
    this.entries ??= this.findEntries();
    return this.entries.get(fn.node) ?? 'unknown';
  }

  /** By how many locks a call of a function changes what its goroutine holds, on each of its paths. */
  changesOf(fn: GoFunction): readonly number[] {
    const known = this.changes.get(fn.node);
    if (known !== undefined) return known;
    // A function that calls itself changes what the rest of its body changes.
    this.changes.set(fn.node, [0]);
    if (!this.mayChange(fn.node)) return [0];
    const flow = this.flows(fn);
    const ends = this.countsOf(fn).get(flow.graph.exit) ?? [];
    const found =
      ends.length === 0 ? [0] : [...new Set(ends.map(({ held, deferred }) => bounded(held + deferred)))];
    this.changes.set(fn.node, found);
    return found;
  }

  private countsOf(fn: GoFunction): ReadonlyMap<FlowNode, readonly Count[]> {
    let counts = this.counts.get(fn.node);
    if (counts === undefined) {
      counts = this.mayChange(fn.node) ? this.solve(this.flows(fn)) : new Map();
      this.counts.set(fn.node, counts);
    }
    return counts;
  }

  /** Forward over the graph; the meet is the union, so that each number of locks stays apart. */
  private solve({ graph }: FunctionFlow): ReadonlyMap<FlowNode, readonly Count[]> {
    const before = new Map<FlowNode, Map<string, Count>>([[graph.entry, keyed([{ held: 0, deferred: 0 }])]]);
    const work = [graph.entry];
    for (let node = work.pop(); node !== undefined; node = work.pop()) {
      const after = this.after(node, [...(before.get(node)?.values() ?? [])]);
      for (const { to } of node.successors) {
        const known = before.get(to) ?? new Map<string, Count>();
        const size = known.size;
        for (const [key, count] of keyed(after)) known.set(key, count);
        if (before.has(to) && known.size === size) continue;
        before.set(to, known);
        work.push(to);
      }
    }
    return new Map([...before].map(([node, counts]) => [node, [...counts.values()]]));
  }

  private after(node: FlowNode, before: readonly Count[]): readonly Count[] {
    let counts = before;
    for (const call of callsAt(node)) counts = this.afterCall(call, counts);
    const handed = handedOverAt(node);
    if (handed?.parent?.kind !== 'defer_statement') return counts;
    const changes = this.changesByCall(handed);
    return counts.flatMap(({ held, deferred }) =>
      changes.map((change) => ({ held, deferred: bounded(deferred + change) })),
    );
  }

  private afterCall(call: Node, counts: readonly Count[]): readonly Count[] {
    const changes = this.changesByCall(call);
    if (changes.length === 1 && changes[0] === 0) return counts;
    return counts.flatMap(({ held, deferred }) =>
      changes.map((change) => ({ held: bounded(held + change), deferred })),
    );
  }

  private changesByCall(call: Node): readonly number[] {
    const own = ownChange(call, this.pkg);
    if (own !== 0) return [own];
    const changes = this.graph.callees(call).flatMap((callee) => this.changesOf(callee));
    return changes.length === 0 ? [0] : [...new Set(changes)];
  }

  /** Whether a function calls LockOSThread or UnlockOSThread, at once or through others. */
  private mayChange(fn: Node): boolean {
    this.changing ??= this.findChanging();
    return this.changing.has(fn);
  }

  private get hasChanges(): boolean {
    this.changing ??= this.findChanging();
    return this.changing.size > 0;
  }

  private findChanging(): ReadonlySet<Node> {
    const changing = new Set<Node>();
    for (const file of this.pkg.files) {
      if (!file.tree.text.includes('OSThread')) continue;
      for (const call of file.tree.root.all('call_expression')) {
        const holder = ownChange(call, this.pkg) === 0 ? undefined : this.graph.functionAround(call);
        if (holder !== undefined) changing.add(holder.node);
      }
    }
    for (const fn of changing) {
      for (const { caller, how } of this.graph.callsTo(fn)) if (how !== 'go') changing.add(caller.node);
    }
    return changing;
  }

  /** From callers to callees until nothing changes: a state only ever gets weaker. */
  private findEntries(): ReadonlyMap<Node, ThreadState> {
    const entries = new Map<Node, ThreadState>();
    const functions = this.pkg.functions();
    const work = functions.filter((fn) => this.raise(fn, this.startOf(fn), entries));
    for (let caller = work.pop(); caller !== undefined; caller = work.pop()) {
      for (const edge of this.graph.callsFrom(caller.node)) {
        if (!this.graph.callsTo(edge.callee.node).includes(edge)) continue;
        if (this.raise(edge.callee, this.stateOf(edge, entries), entries)) work.push(edge.callee);
      }
    }
    return entries;
  }

  private raise(fn: GoFunction, state: ThreadState | undefined, entries: Map<Node, ThreadState>): boolean {
    if (state === undefined) return false;
    const known = entries.get(fn.node);
    const next = known === undefined ? state : weaker(known, state);
    entries.set(fn.node, next);
    return next !== known;
  }

  /** What holds at the start because of those who are not in the package; undefined where it makes all the calls. */
  private startOf(fn: GoFunction): ThreadState | undefined {
    const outside = this.graph.outsideCallersOf(fn.node);
    if (outside === undefined) return this.graph.callsTo(fn.node).length === 0 ? 'unknown' : undefined;
    if (fn.node.kind === 'func_literal') return this.runsBound(fn.node) ? 'locked' : 'unknown';
    return this.isLockedMain(fn) ? 'locked' : 'unknown';
  }

  private isLockedMain({ node }: GoFunction): boolean {
    const isMain =
      this.graph.outsideCallersOf(node) === 'runtime' &&
      /^(main|TestMain)$/.test(node.child('name')?.text ?? '');
    return isMain && this.initsLeaveLocked();
  }

  /** Whether what runs a literal has locked, wherever the literal was handed to. */
  private runsBound(literal: Node): boolean {
    if (!this.hasChanges) return false;
    this.runs ??= new LiteralRuns(
      this.pkg,
      this.graph,
      (call, fn) =>
        this.isLockedMain(fn) || (this.countsBefore(call, fn) ?? [{ held: 0 }]).every(({ held }) => held > 0),
    );
    return this.runs.areBound(literal);
  }

  /** Whether an `init` locks the thread: it runs `main` as well (runtime.LockOSThread). */
  initsLeaveLocked(): boolean {
    if (!this.hasChanges) return false;
    return this.pkg
      .functions()
      .some(
        (fn) =>
          fn.node.kind === 'function_declaration' &&
          !fn.file.constraint.isTest &&
          fn.node.child('name')?.text === 'init' &&
          this.changesOf(fn).every((change) => change > 0),
      );
  }

  private stateOf(
    { call, caller, callee, how }: CallEdge,
    entries: ReadonlyMap<Node, ThreadState>,
  ): ThreadState {
    if (how === 'go') return 'not';
    const entry = entries.get(caller.node) ?? 'unknown';
    // What has changed before a deferred call runs depends on the others: only what nothing changes is known.
    if (how === 'defer' && this.mayChange(caller.node)) return 'unknown';
    const state = withLocks(entry, this.countsBefore(call, caller));
    return how === 'within' && state !== 'locked' && this.runsBound(callee.node) ? 'locked' : state;
  }
}

/** Where `runtime.LockOSThread` binds the goroutine. */
export const threadLocks: Analysis<ThreadLocks> = {
  name: 'thread locks',
  requires: [callGraph, functionFlows],
  run: (pkg, use) => new ThreadLocks(pkg, use(callGraph), use(functionFlows)),
};

/** The weaker of two states that hold on two paths to the same point. */
export function weaker(a: ThreadState, b: ThreadState): ThreadState {
  if (a === 'not' || b === 'not') return 'not';
  return a === 'unknown' || b === 'unknown' ? 'unknown' : 'locked';
}

function withLocks(entry: ThreadState, counts: readonly Count[] | undefined): ThreadState {
  if (counts === undefined || counts.length === 0) return entry;
  const least = Math.min(...counts.map(({ held }) => held));
  if (least > 0) return 'locked';
  if (least === 0) return entry;
  return entry === 'not' ? 'not' : 'unknown';
}

function ownChange(call: Node, pkg: Package): number {
  const callee = calleeOf(call, pkg);
  if (callee.kind !== 'package' || callee.path !== 'runtime') return 0;
  return callee.name === 'LockOSThread' ? 1 : callee.name === 'UnlockOSThread' ? -1 : 0;
}

function bounded(count: number): number {
  return Math.max(-maximalNesting, Math.min(maximalNesting, count));
}

function keyed(counts: readonly Count[]): Map<string, Count> {
  return new Map(counts.map((count) => [`${String(count.held)}/${String(count.deferred)}`, count]));
}
