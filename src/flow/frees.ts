import { onlyLooksAt } from '../knowledge/go-functions.ts';
import { argumentsOf, calleeOf } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import { assignmentsOf, walkOutsideLiterals } from './assignments.ts';
import type { FlowNode } from './cfg.ts';
import type { FunctionFlow } from './function-flow.ts';
import { everyPathBack, findPath, mayFindPath } from './paths.ts';
import type { FlowPath } from './paths.ts';
import { canonical, isAssignedOnce, nilKey } from './conditions.ts';
import { chainFrom, chainNode, placeOf, samePlace } from './places.ts';
import type { Place } from './places.ts';
import { statementOf, unconverted, useOf } from './value-use.ts';

/** What a point of the flow does with one place; `name` is the place as that point writes it. */
export type PlaceEvent =
  | { readonly kind: 'free'; readonly at: Node; readonly name: string }
  /** `defer C.free(place)`: the pointer is read now, the memory freed at the function's end. */
  | { readonly kind: 'deferred-free'; readonly at: Node; readonly name: string }
  /** `defer func() { C.free(place) }()`: the pointer is read at the function's end. */
  | { readonly kind: 'closing-free'; readonly at: Node; readonly name: string }
  /** The memory behind the pointer is read or written. */
  | { readonly kind: 'use'; readonly at: Node; readonly name: string; readonly by: string }
  /** The place may hold another pointer from here on. */
  | { readonly kind: 'change' };

/** A point that frees a place with `C.free`. */
export interface Free {
  readonly node: FlowNode;
  readonly place: Place;
  readonly kind: 'free' | 'deferred-free' | 'closing-free';
  /** The call of `C.free`. */
  readonly at: Node;
}

/** A place that is touched after it was freed, with the path between the two. */
export interface AfterFree {
  readonly free: Free;
  /** `certain`: whoever frees gets there, or whoever gets there has freed; `likely`: the loop's next round does. */
  readonly confidence: 'certain' | 'likely';
  readonly event: Exclude<PlaceEvent, { kind: 'change' }>;
  readonly path: FlowPath;
}

/** All calls of `C.free` on variables and fields of a function, deferred ones included. */
export function freesOf(flow: FunctionFlow, pkg: Package): readonly Free[] {
  let frees = freesByFlow.get(flow);
  if (frees === undefined) {
    frees = findFrees(flow, pkg);
    freesByFlow.set(flow, frees);
  }
  return frees;
}

const freesByFlow = new WeakMap<FunctionFlow, readonly Free[]>();

function findFrees(flow: FunctionFlow, pkg: Package): Free[] {
  const found: Free[] = [];
  for (const call of flow.function.body.all('call_expression')) {
    const [argument] = argumentsOf(call);
    const callee = calleeOf(call, pkg);
    if (callee.kind !== 'c' || callee.name !== 'free' || argument === undefined) continue;
    const place = placeOf(unconverted(argument, pkg), pkg);
    if (place?.symbol.owner !== flow.function.node) continue;
    const node = flow.nodeAt(call);
    if (node !== undefined) {
      const deferred = statementOf(call);
      if (deferred === 'go') continue;
      found.push({ node, place, kind: deferred === 'defer' ? 'deferred-free' : 'free', at: call });
      continue;
    }
    const closing = closingFree(call, flow);
    if (closing !== undefined) found.push({ node: closing, place, kind: 'closing-free', at: call });
  }
  const trackable = new Map<string, boolean>();
  return found.filter(({ place }) => {
    const key = `${String(place.symbol.id)}${place.path}`;
    const known = trackable.get(key) ?? isTrackable(place, flow, pkg);
    trackable.set(key, known);
    return known;
  });
}

/** The defer statement of `defer func() { …; C.free(p); … }()` where the free runs whenever the literal does. */
function closingFree(call: Node, flow: FunctionFlow): FlowNode | undefined {
  const literal = call.ancestor('func_literal');
  const statement = literal?.parent?.parent;
  if (literal === undefined || statement?.kind !== 'defer_statement') return undefined;
  for (let node = call.parent; node !== undefined && node !== literal; node = node.parent) {
    const nilTest =
      node.kind === 'if_statement' && /^[\w.]+ != nil$/.test(node.child('condition')?.text ?? '');
    if (!nilTest && !node.is('expression_statement', 'statement_list', 'block')) return undefined;
  }
  return flow.nodeAt(statement);
}

/** Places that something else may change behind the flow's back are left alone. */
function isTrackable(place: Place, flow: FunctionFlow, pkg: Package): boolean {
  const mentions = pkg.bindings.usesOf(place.symbol);
  if (!flow.maySearch(mentions.length)) return false;
  return mentions.every((mention) => {
    const use = useOf(mention, pkg);
    const insideLiteral = mention.ancestor('func_literal');
    const nested =
      insideLiteral !== undefined &&
      insideLiteral !== flow.function.node &&
      flow.function.node.contains(insideLiteral);
    if (nested && use.kind === 'overwrite') return false;
    if (nested && chainFrom(mention).path !== '' && useOf(chainFrom(mention).node, pkg).kind === 'overwrite')
      return false;
    // A stored address (`pp := &p`) lets any later call change the place.
    return use.kind !== 'address' || useOf(use.node, pkg).kind === 'c-argument' || place.path !== '';
  });
}

/** What a point does with a place, in order. */
export function eventsAt(node: FlowNode, place: Place, pkg: Package): PlaceEvent[] {
  if (node.kind === 'exit' || node.kind === 'entry' || node.kind === 'stop' || node.kind === 'panic')
    return [];
  const events: PlaceEvent[] = [];
  // Assigned where the syntax of the point does not show it: the alias of a type switch.
  let changed =
    node.kind === 'branch' && assignmentsOf(node).some(({ target }) => pkg.symbolOf(target) === place.symbol);
  for (const mention of walkOutsideLiterals(node)) {
    if (mention.kind === 'identifier' && isSamePointer(mention, place, pkg)) {
      const event = mentionEvent(mention, place, pkg);
      if (event?.kind === 'change') changed = true;
      else if (event !== undefined) events.push(event);
    } else if (place.path !== '' && mention.kind === 'call_expression' && mayChangeFields(mention, pkg)) {
      changed = true;
    }
  }
  if (changed) events.push({ kind: 'change' });
  return events;
}

/** Whether two frees are of one place, or of two names for one pointer. */
export function freeTheSame(a: Free, b: Free, pkg: Package): boolean {
  if (a.place.path !== '' || b.place.path !== '') return samePlace(a.place, b.place);
  return aliasRoot(a.place.symbol, pkg) === aliasRoot(b.place.symbol, pkg);
}

/** The place's own variable, or one that is only another name for its pointer. */
export function isSamePointer(mention: Node, place: Place, pkg: Package): boolean {
  const symbol = pkg.symbolOf(mention);
  if (symbol === undefined || symbol === place.symbol) return symbol === place.symbol;
  return (
    place.path === '' &&
    symbol.owner === place.symbol.owner &&
    aliasRoot(symbol, pkg) === aliasRoot(place.symbol, pkg)
  );
}

/** The variable whose pointer a variable holds for good: both are assigned once, the one from the other. */
function aliasRoot(symbol: GoSymbol, pkg: Package): GoSymbol {
  if (symbol.role !== 'local' || symbol.value?.count !== 1 || !isAssignedOnce(symbol, pkg)) return symbol;
  const value = unconverted(symbol.value.node, pkg);
  const source = value.kind === 'identifier' ? pkg.symbolOf(value) : undefined;
  const isFixed = source?.kind === 'variable' && source.owner === symbol.owner && isAssignedOnce(source, pkg);
  return isFixed ? aliasRoot(source, pkg) : symbol;
}

/** What one mention of a place's variable does with the place. */
export function mentionEvent(mention: Node, place: Place, pkg: Package): PlaceEvent | undefined {
  const chain = chainFrom(mention);
  if (!chain.path.startsWith(place.path)) {
    // A value that holds the place is assigned or handed out: the field may be another afterwards.
    const holdsPlace = place.path.startsWith(chain.path);
    const use = holdsPlace ? useOf(chain.node, pkg) : undefined;
    return use !== undefined && use.kind !== 'compare' && use.kind !== 'dereference'
      ? { kind: 'change' }
      : undefined;
  }
  if (chain.path.length > place.path.length && chain.path[place.path.length] !== '.') return undefined;
  const node = chainNode(mention, place.path);
  const name = node.text;
  const use = useOf(node, pkg);
  switch (use.kind) {
    case 'free':
      return { kind: statementOf(use.call) === 'defer' ? 'deferred-free' : 'free', at: use.call, name };
    case 'c-argument':
      if (statementOf(use.call) !== undefined) return undefined;
      return { kind: 'use', at: node, name, by: `\`C.${use.name}\`` };
    case 'go-copy':
      return { kind: 'use', at: node, name, by: `\`${use.call.child('function')?.text ?? 'C.GoString'}\`` };
    case 'dereference':
      return { kind: 'use', at: node, name, by: 'a dereference' };
    case 'return':
      return { kind: 'use', at: node, name, by: '`return`' };
    case 'overwrite':
    case 'address':
      return { kind: 'change' };
    default:
      return undefined;
  }
}

/** Go code that is called may assign a field of a value that it can reach. */
function mayChangeFields(call: Node, pkg: Package): boolean {
  const callee = calleeOf(call, pkg);
  switch (callee.kind) {
    case 'c':
    case 'conversion':
    case 'builtin':
      return false;
    case 'package':
      return callee.path !== 'unsafe' && !onlyLooksAt(callee.path, callee.name);
    default:
      return true;
  }
}

type Found = Exclude<PlaceEvent, { kind: 'change' }>;

/**
 * What surely happens to a place after one of its frees, and must not: a use of the memory before it is freed again,
 * or another free.
 * Sure means that every execution that frees goes on to it, or that every execution that gets to it has freed
 * before. Anything less is left alone.
 */
export function touchedAfter(
  free: Free,
  what: 'use' | 'free',
  flow: FunctionFlow,
  pkg: Package,
): AfterFree[] {
  if (free.kind === 'closing-free') return [];
  const counts = (event: PlaceEvent): event is Found =>
    event.kind === 'free' ||
    event.kind === 'deferred-free' ||
    // A deferred free runs behind all uses but that of the caller.
    (event.kind === what && (free.kind === 'free' || event.by === '`return`'));
  const found: AfterFree[] = [];
  const rest = eventsAfterFreeIn(free, pkg);
  if (!rest.some(counts) && !mayMeet(free, flow, pkg, counts)) return [];
  if (!flow.facts.isReachable(free.node) || isNilAt(free, flow, pkg)) return [];
  for (const event of rest) {
    if (event.kind === 'change') return [];
    if (!counts(event)) continue;
    const isSought = (event.kind === 'use') === (what === 'use');
    return isSought ? [{ free, confidence: 'certain', event, path: { edges: [], last: free.node } }] : [];
  }
  const reached = firstEvents(free, flow, pkg, counts);
  for (const { node, event, path } of reached.events) {
    if ((event.kind === 'use') !== (what === 'use')) continue;
    const atEnd = free.kind === 'deferred-free' || event.kind === 'deferred-free';
    if (atEnd && !runsDeferred(node, flow)) continue;
    const isCertain = !reached.escapes || everyWayFreed(node, free.place, flow, pkg);
    if (isCertain) found.push({ free, confidence: 'certain', event, path });
    else if (goesAnotherRound(free, path)) found.push({ free, confidence: 'likely', event, path });
  }
  return found;
}

/** Whether some path from a point ends the function in a way that runs its deferred calls. */
export function runsDeferred(from: FlowNode, flow: FunctionFlow): boolean {
  const path = findPath(flow, from, {
    initial: true,
    key: () => '',
    step: (node, state) =>
      node.kind === 'exit' || node.kind === 'panic' ? 'found' : node.kind === 'stop' ? 'end' : { go: state },
  });
  return path !== undefined;
}

/** Whether a path leads from a free inside a loop through the loop's head: what was freed is met again. */
function goesAnotherRound(free: Free, path: FlowPath): boolean {
  return path.edges.some(({ to }) => {
    const loop = to.kind === 'range' ? to.syntax?.parent : to.kind === 'branch' ? to.syntax : undefined;
    return loop?.kind === 'for_statement' && loop.contains(free.at);
  });
}

/** What else the statement of a free does with the place, behind the free. */
export function eventsAfterFreeIn(free: Free, pkg: Package): PlaceEvent[] {
  const events = eventsAt(free.node, free.place, pkg);
  const index = events.findIndex((event) => event.kind !== 'change' && event.at === free.at);
  return events.slice(index + 1);
}

/** Deferred literals that free a place again at the function's end, after it was freed and not changed since. */
export function freedAgainAtEnd(
  free: Free,
  closing: readonly Free[],
  flow: FunctionFlow,
  pkg: Package,
): AfterFree[] {
  if (free.kind !== 'free' || isNilAt(free, flow, pkg)) return [];
  return closing.flatMap((end) => {
    if (end.kind !== 'closing-free' || !samePlace(end.place, free.place)) return [];
    if (!everyPathBack(free.node, flow, (node) => (node === end.node ? 'passed' : 'on'))) return [];
    let changed = eventsAfterFreeIn(free, pkg).some((event) => event.kind === 'change');
    const path = findPath(flow, free.node, {
      initial: true,
      key: () => '',
      step: (node, state) => {
        if (node.kind === 'exit' || node.kind === 'panic') return 'found';
        if (node.kind === 'stop') return 'end';
        if (!eventsAt(node, free.place, pkg).some((event) => event.kind === 'change')) return { go: state };
        changed = true;
        return 'end';
      },
    });
    return path === undefined || changed
      ? []
      : [
          {
            free,
            confidence: 'certain' as const,
            event: { kind: 'closing-free' as const, at: end.at, name: end.place.text },
            path,
          },
        ];
  });
}

interface Reached {
  readonly events: { node: FlowNode; event: Found; path: FlowPath }[];
  /** Whether some path changes the place, or leaves the function, before any such event. */
  readonly escapes: boolean;
}

/** Whether an event of the place comes behind a free on any path: of most frees there is none. */
function mayMeet(
  free: Free,
  flow: FunctionFlow,
  pkg: Package,
  counts: (event: PlaceEvent) => boolean,
): boolean {
  const root = aliasRoot(free.place.symbol, pkg);
  return mayFindPath(flow, free.node, {
    initial: true,
    key: () => '',
    step: (node, state) => {
      if (flow.isBehind(node, root)) return 'end';
      for (const event of eventsAt(node, free.place, pkg)) {
        if (event.kind === 'change') return 'end';
        if (counts(event)) return 'found';
      }
      return { go: state };
    },
  });
}

/** The first event of every path behind a free. */
function firstEvents(
  free: Free,
  flow: FunctionFlow,
  pkg: Package,
  counts: (event: PlaceEvent) => event is Found,
): Reached {
  const events: Reached['events'] = [];
  const taken = new Set<Node>();
  let escapes = false;
  // Its other names are made from the root, which matters as long as they do.
  const root = aliasRoot(free.place.symbol, pkg);
  for (;;) {
    let hit: { node: FlowNode; event: Found } | undefined;
    const path = findPath(flow, free.node, {
      initial: true,
      key: () => '',
      step: (node, state) => {
        if (node.kind === 'exit') escapes = true;
        if (node.kind === 'exit' || node.kind === 'stop' || node.kind === 'panic') return 'end';
        if (flow.isBehind(node, root)) {
          escapes ||= flow.reachesExit(node);
          return 'end';
        }
        for (const event of eventsAt(node, free.place, pkg)) {
          if (event.kind === 'change') {
            escapes = true;
            return 'end';
          }
          if (!counts(event)) continue;
          if (taken.has(event.at)) return 'end';
          hit = { node, event };
          return 'found';
        }
        return { go: state };
      },
    });
    if (path === undefined || hit === undefined) return { events, escapes };
    taken.add(hit.event.at);
    events.push({ ...hit, path });
  }
}

/** Whether every way to a point has passed a free of the place that nothing changed since. */
function everyWayFreed(target: FlowNode, place: Place, flow: FunctionFlow, pkg: Package): boolean {
  return everyPathBack(target, flow, (node) => {
    if (node.syntax?.contains(place.symbol.declaration) === true) return 'failed';
    const events = eventsAt(node, place, pkg);
    for (const event of events.reverse()) {
      if (event.kind === 'free' || event.kind === 'deferred-free') return 'passed';
      if (event.kind === 'change') return 'failed';
    }
    return 'on';
  });
}

/** free(NULL) does nothing (C11 7.22.3.3). */
export function isNilAt(free: Free, flow: FunctionFlow, pkg: Package): boolean {
  const [argument] = argumentsOf(free.at);
  if (argument === undefined) return false;
  const place = canonical(unconverted(argument, pkg), pkg);
  return flow.facts.at(free.node).get(nilKey(place))?.value === true;
}
