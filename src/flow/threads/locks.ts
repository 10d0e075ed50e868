import type { Analysis } from '../../semantic/analysis.ts';
import { argumentsOf, calleeOf, unparen } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import { nameOf } from '../../semantic/type.ts';
import type { Type } from '../../semantic/type.ts';
import type { Node } from '../../syntax/tree.ts';
import type { FlowEdge, FlowNode } from '../cfg.ts';
import { definitionsOf } from '../definitions.ts';
import { functionFlows } from '../function-flow.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { placeOf } from '../places.ts';
import { callGraph } from '../lifetime/call-graph.ts';
import type { CallEdge, CallGraph } from '../lifetime/call-graph.ts';
import { callsAt } from '../lifetime/evaluation.ts';

/** A mutex that is held: its variable, and the fields from there to it, an embedded one written out. */
export interface HeldLock {
  readonly symbol: GoSymbol;
  readonly path: string;
  /** `read`: with RLock, beside other readers. */
  readonly mode: 'write' | 'read';
}

/** The locks that are held, by their key. */
type Held = ReadonlyMap<string, HeldLock>;

/** What a call does to the locks of its caller. */
interface LockEffect {
  readonly acquires: readonly HeldLock[];
  readonly releases: readonly HeldLock[];
}

const nothing: LockEffect = { acquires: [], releases: [] };
const none: Held = new Map();

/**
 * Which mutexes are held on every path to a point. What a callee locks and leaves locked is held in its caller, and
 * what all callers of a function hold is held in it, under the names that it has there.
 */
export class Locks {
  private readonly pkg: Package;
  private readonly graph: CallGraph;
  private readonly flows: (fn: GoFunction) => FunctionFlow;
  private readonly effects = new Map<Node, LockEffect>();
  private readonly solved = new Map<Node, ReadonlyMap<FlowNode, Held>>();
  private readonly entries = new Map<Node, Held>();
  private locking: ReadonlySet<Node> | undefined;

  constructor(pkg: Package, graph: CallGraph, flows: (fn: GoFunction) => FunctionFlow) {
    this.pkg = pkg;
    this.graph = graph;
    this.flows = flows;
  }

  /** The mutexes that are held before a point of a function on every path. */
  at(node: FlowNode, fn: GoFunction): readonly HeldLock[] {
    const own = this.solve(fn, 'with callers').get(node);
    return [...(own ?? this.entryOf(fn)).values()];
  }

  /** The mutexes that are held where a call runs, those that earlier calls of the same statement lock included. */
  atCall(call: Node, fn: GoFunction): readonly HeldLock[] {
    return [...this.before(call, fn).values()];
  }

  /** The mutexes that all callers of a function hold, where the package makes all of its calls. */
  entryOf(fn: GoFunction): Held {
    const known = this.entries.get(fn.node);
    if (known !== undefined) return known;
    // A function that is met while its callers are looked at is taken to be called without a lock.
    this.entries.set(fn.node, none);
    const edges = this.graph.callsTo(fn.node);
    const isClosed = this.graph.outsideCallersOf(fn.node) === undefined;
    let held: Held | undefined;
    for (const edge of isClosed ? edges : []) {
      const here = this.heldThrough(edge);
      held = held === undefined ? here : both(held, here);
      if (held.size === 0) break;
    }
    const found = held ?? none;
    this.entries.set(fn.node, found);
    return found;
  }

  private heldThrough(edge: CallEdge): Held {
    if (edge.how === 'go' || edge.how === 'defer') return none;
    const found = new Map<string, HeldLock>();
    for (const lock of this.before(edge.call, edge.caller).values()) {
      for (const one of inCallee(lock, edge, this.pkg)) found.set(keyOf(one), one);
    }
    return found;
  }

  private before(call: Node, fn: GoFunction): Held {
    const node = this.flows(fn).nodeAt(call);
    let held = (node && this.solve(fn, 'with callers').get(node)) ?? this.entryOf(fn);
    for (const earlier of node === undefined ? [] : callsAt(node)) {
      if (earlier === call) break;
      held = afterEffect(held, this.effectOfCall(earlier));
    }
    return held;
  }

  /** What a call of a function does to the locks that its caller can name. */
  private effectOf(fn: GoFunction): LockEffect {
    const known = this.effects.get(fn.node);
    if (known !== undefined) return known;
    this.effects.set(fn.node, nothing);
    if (!this.mayLock(fn.node)) return nothing;
    const flow = this.flows(fn);
    const deferred = flow.deferredAt(flow.graph.exit).map(({ call }) => this.effectOfCall(call));
    const releases = new Map<string, HeldLock>();
    for (const node of flow.graph.nodes) {
      for (const call of callsAt(node)) {
        for (const lock of this.effectOfCall(call).releases) releases.set(keyOf(lock), lock);
      }
    }
    let held = this.solve(fn, 'alone').get(flow.graph.exit) ?? none;
    for (const effect of deferred) {
      held = afterEffect(held, effect);
      for (const lock of effect.releases) releases.set(keyOf(lock), lock);
    }
    const effect = { acquires: [...held.values()], releases: [...releases.values()] };
    this.effects.set(fn.node, effect);
    return effect;
  }

  /** Forward over the graph; the meet is the intersection. */
  private solve(fn: GoFunction, from: 'alone' | 'with callers'): ReadonlyMap<FlowNode, Held> {
    if (!this.mayLock(fn.node)) return new Map();
    const known = from === 'alone' ? undefined : this.solved.get(fn.node);
    if (known !== undefined) return known;
    const { graph } = this.flows(fn);
    const before = new Map<FlowNode, Held>([[graph.entry, from === 'alone' ? none : this.entryOf(fn)]]);
    const work = [graph.entry];
    for (let node = work.pop(); node !== undefined; node = work.pop()) {
      let after = before.get(node) ?? none;
      for (const call of callsAt(node)) after = afterEffect(after, this.effectOfCall(call));
      for (const edge of node.successors) {
        const arriving = this.along(edge, after);
        const there = before.get(edge.to);
        const next = there === undefined ? arriving : both(there, arriving);
        if (next.size === there?.size) continue;
        before.set(edge.to, next);
        work.push(edge.to);
      }
    }
    if (from === 'with callers') this.solved.set(fn.node, before);
    return before;
  }

  /** `if mu.TryLock() {` holds the mutex on one side. */
  private along({ condition }: FlowEdge, held: Held): Held {
    if (condition?.kind !== 'expression' || !condition.value) return held;
    const call = unparen(condition.node);
    const callee = call.kind === 'call_expression' ? calleeOf(call, this.pkg) : undefined;
    if (callee?.kind !== 'method' || !/^Try(R?)Lock$/.test(callee.name)) return held;
    const place = mutexOf(callee.operand, this.pkg);
    if (place === undefined) return held;
    const mode = callee.name === 'TryLock' ? 'write' : 'read';
    return afterEffect(held, { acquires: [{ ...place, mode }], releases: [] });
  }

  private effectOfCall(call: Node): LockEffect {
    const own = ownEffect(call, this.pkg);
    if (own !== undefined) return own;
    const effects = this.graph
      .callsAt(call)
      .filter(({ how }) => how !== 'go')
      .map((edge) => inCaller(this.effectOf(edge.callee), edge, this.pkg));
    const [first, ...others] = effects;
    if (first === undefined || others.length === 0) return first ?? nothing;
    return {
      acquires: first.acquires.filter((lock) =>
        others.every(({ acquires }) => acquires.some((one) => keyOf(one) === keyOf(lock))),
      ),
      releases: effects.flatMap(({ releases }) => releases),
    };
  }

  /** Whether a function locks or unlocks, at once or through others. */
  private mayLock(fn: Node): boolean {
    this.locking ??= this.findLocking();
    return this.locking.has(fn);
  }

  private findLocking(): ReadonlySet<Node> {
    const locking = new Set<Node>();
    for (const fn of this.pkg.functions()) {
      const calls = fn.body.allOutside('func_literal', 'call_expression');
      const isLocking = calls.some((call) => {
        const callee = calleeOf(call, this.pkg);
        return callee.kind === 'method' && /^(Try)?R?(Lock|Unlock)$/.test(callee.name);
      });
      if (isLocking) locking.add(fn.node);
    }
    for (const fn of locking) for (const { caller } of this.graph.callsTo(fn)) locking.add(caller.node);
    return locking;
  }
}

/** Which mutexes are held where. */
export const locks: Analysis<Locks> = {
  name: 'locks',
  requires: [callGraph, functionFlows],
  run: (pkg, use) => new Locks(pkg, use(callGraph), use(functionFlows)),
};

function ownEffect(call: Node, pkg: Package): LockEffect | undefined {
  const callee = calleeOf(call, pkg);
  if (callee.kind !== 'method' || !/^R?(Lock|Unlock)$/.test(callee.name)) return undefined;
  const place = mutexOf(callee.operand, pkg);
  if (place === undefined) return undefined;
  const lock: HeldLock = { ...place, mode: callee.name.startsWith('R') ? 'read' : 'write' };
  return callee.name.endsWith('Unlock')
    ? { acquires: [], releases: [lock] }
    : { acquires: [lock], releases: [] };
}

/** The mutex that an expression denotes, or that the struct embeds which it denotes. */
function mutexOf(operand: Node, pkg: Package): Omit<HeldLock, 'mode'> | undefined {
  const place = placeOf(operand, pkg);
  if (place === undefined) return undefined;
  const found = original(place, pkg);
  const type = pkg.types.ofExpression(operand);
  if (isMutex(type)) return found;
  const element = type.kind === 'pointer' ? type.element : type;
  const structure = pkg.types.underlying(element);
  if (structure.kind !== 'composite' || structure.form !== 'struct_type') return undefined;
  const embedded = structure.node
    ?.all('field_declaration')
    .filter((field) => field.childrenOf('name').length === 0)
    .map((field) => /^\*?\s*(?:sync\.)((?:RW)?Mutex)\b/.exec(field.text)?.[1])
    .find((name) => name !== undefined);
  return embedded === undefined ? undefined : { symbol: found.symbol, path: `${found.path}.${embedded}` };
}

/** A place by the variable that a local stands for: `mu := &t.mu` and `o := t.owner` are followed. */
function original(
  { symbol, path }: { readonly symbol: GoSymbol; readonly path: string },
  pkg: Package,
  depth = 0,
): Omit<HeldLock, 'mode'> {
  const definitions = symbol.role === 'local' ? definitionsOf(symbol, pkg) : [];
  const [only] = definitions;
  if (definitions.length !== 1 || only?.value === undefined || depth > 4) return { symbol, path };
  const value = unparen(only.value);
  const isAddress = value.kind === 'unary_expression' && value.text.startsWith('&');
  const place = placeOf((isAddress ? value.child('operand') : value) ?? value, pkg);
  return place === undefined
    ? { symbol, path }
    : original({ symbol: place.symbol, path: place.path + path }, pkg, depth + 1);
}

function isMutex(type: Type): boolean {
  const target = nameOf(type.kind === 'pointer' ? type.element : type);
  return target?.path === 'sync' && /^(RW)?Mutex$/.test(target.name);
}

/** What a callee does to locks, by the places that its caller has for them; of others the caller knows nothing. */
function inCaller(effect: LockEffect, edge: CallEdge, pkg: Package): LockEffect {
  const translate = (lock: HeldLock): HeldLock[] => {
    const { symbol, path } = lock;
    if (symbol.role === 'package-level' || symbol.owner !== edge.callee.node) return [lock];
    const passed = passedFor(symbol, edge, pkg);
    const place = passed === undefined ? undefined : addressedPlace(passed, pkg);
    if (place === undefined) return [];
    const found = original(place, pkg);
    return [{ ...lock, symbol: found.symbol, path: found.path + path }];
  };
  return { acquires: effect.acquires.flatMap(translate), releases: effect.releases.flatMap(translate) };
}

/** The places that a callee has for a lock of its caller: those reached from its parameters and its receiver. */
function inCallee(lock: HeldLock, edge: CallEdge, pkg: Package): HeldLock[] {
  const isSeen = lock.symbol.role === 'package-level' || edge.callee.node.kind === 'func_literal';
  const found: HeldLock[] = isSeen ? [lock] : [];
  for (const name of parameterNames(edge.callee.node)) {
    const symbol = pkg.symbolOf(name);
    const passed = symbol === undefined ? undefined : passedFor(symbol, edge, pkg);
    const place = passed === undefined ? undefined : addressedPlace(passed, pkg);
    if (symbol === undefined || place === undefined) continue;
    const { symbol: root, path } = original(place, pkg);
    const isInside = lock.path === path || lock.path.startsWith(`${path}.`);
    if (root === lock.symbol && isInside) found.push({ ...lock, symbol, path: lock.path.slice(path.length) });
  }
  return found;
}

function addressedPlace(
  passed: Node,
  pkg: Package,
): { readonly symbol: GoSymbol; readonly path: string } | undefined {
  const value = unparen(passed);
  const isAddress = value.kind === 'unary_expression' && value.text.startsWith('&');
  return placeOf((isAddress ? value.child('operand') : value) ?? value, pkg);
}

/** The expression that a call passes for a parameter or the receiver. */
function passedFor(symbol: GoSymbol, { call, callee }: CallEdge, pkg: Package): Node | undefined {
  if (symbol.role === 'receiver') {
    const called = calleeOf(call, pkg);
    return called.kind === 'method' ? called.operand : undefined;
  }
  const names = (callee.node.child('parameters')?.children ?? []).flatMap((one) => one.childrenOf('name'));
  return argumentsOf(call)[names.indexOf(symbol.declaration)];
}

function parameterNames(fn: Node): readonly Node[] {
  return [fn.child('receiver'), fn.child('parameters')].flatMap(
    (list) => list?.children.flatMap((one) => one.childrenOf('name')) ?? [],
  );
}

function afterEffect(held: Held, { acquires, releases }: LockEffect): Held {
  if (acquires.length === 0 && releases.length === 0) return held;
  const next = new Map(held);
  for (const lock of releases) next.delete(keyOf(lock));
  for (const lock of acquires) next.set(keyOf(lock), lock);
  return next;
}

function both(a: Held, b: Held): Held {
  return new Map([...a].filter(([key]) => b.has(key)));
}

function keyOf({ symbol, path, mode }: HeldLock): string {
  return `${String(symbol.id)}${path}/${mode}`;
}
