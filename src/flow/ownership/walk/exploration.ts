import type { GoSymbol } from '../../../semantic/symbol.ts';
import { assignmentsOf } from '../../assignments.ts';
import type { FlowEdge, FlowNode } from '../../cfg.ts';
import { canonical, isAssignedOnce, nilKey, nonEmptyKey } from '../../conditions.ts';
import type { Fact, FactSet } from '../../conditions.ts';
import type { FunctionFlow } from '../../function-flow.ts';
import { conditionKeys, factsKey } from '../../paths.ts';
import type { FlowPath } from '../../paths.ts';
import { onceFor } from '../../../base/once-for.ts';
import { namesSuccess } from '../../../knowledge/c-names.ts';
import { holderPlace } from '../holder.ts';
import type { Holder } from '../holder.ts';
import { resultNames } from '../return-facts.ts';
import { deferredLiterals } from './literal-runs.ts';
import { stateKey } from './object-state.ts';
import type { ObjectState } from './object-state.ts';

/** A way on from a point: the state behind it, and what its outcome says besides. */
export interface Next {
  readonly state: ObjectState;
  /** What is known in this outcome: a path that knows the opposite does not have it. */
  readonly facts: readonly Fact[];
  /** What the point itself makes so, whatever was known. */
  readonly assigned?: readonly Fact[];
  /** The variables that the point changes: what was known of them holds no more, but for `assigned`. */
  readonly changed?: readonly GoSymbol[];
}

/** A point that an exploration has come to, and the way there. */
export interface Visit {
  readonly node: FlowNode;
  readonly facts: FactSet;
  readonly state: ObjectState;
  readonly via: FlowEdge | undefined;
  readonly previous: Visit | undefined;
}

/**
 * States of one point are kept apart by what the conditions on the way said, up to this many; then conditions are
 * forgotten, and what is found on such a path is only possible.
 */
const maximalStatesOfPoint = 48;

/**
 * Follows memory over every feasible path of a function from behind a point, breadth first: the first path that is
 * found to anything is a shortest one. A path that contradicts itself, or the pointer's being there at all, is not
 * feasible.
 *
 * @param step what a point does: the ways on; none where the path ends
 * @param given what is known where a function literal runs; what is known at the start, where left out
 * @returns false where the function used up what its searches may cost
 */
export function explore(
  flow: FunctionFlow,
  start: FlowNode,
  initial: readonly Next[],
  step: (visit: Visit) => readonly Next[] | 'enough',
  given?: FactSet,
): boolean {
  const entryFacts = given ?? flow.facts.at(start);
  const relevant = new Set(decidingKeys(flow));
  // What the caller knows decides a condition that is tested but once.
  if (given !== undefined) for (const key of testedKeys(flow)) if (given.has(key)) relevant.add(key);
  const seen = new Map<FlowNode, Set<string>>();
  const queue: Visit[] = [];
  const enter = (edge: FlowEdge, facts: FactSet, next: Next, previous: Visit | undefined): void => {
    const behind = flow.facts.follow(facts, edge);
    if (behind === undefined || contradicts(edge, next, flow)) return;
    const kept = new Map<string, Fact>();
    for (const [key, fact] of behind) if (relevant.has(key)) kept.set(key, fact);
    for (const fact of next.facts) {
      const known = behind.get(fact.key);
      if (known !== undefined && known.value !== fact.value) return;
      relevant.add(fact.key);
      kept.set(fact.key, fact);
    }
    if (deniesStatus(edge, behind, flow) || deniesStatus(edge, kept, flow)) return;
    for (const symbol of next.changed ?? []) {
      for (const [key, fact] of kept) if (fact.symbols.includes(symbol)) kept.delete(key);
    }
    for (const fact of next.assigned ?? []) kept.set(fact.key, fact);
    const states = seen.get(edge.to) ?? new Set<string>();
    seen.set(edge.to, states);
    const isFull = states.size >= maximalStatesOfPoint;
    const state = isFull ? { ...next.state, isBlurred: true } : next.state;
    const known = isFull ? new Map<string, Fact>() : kept;
    const key = `${stateKey(state)}|${factsKey(known)}`;
    if (states.has(key)) return;
    states.add(key);
    queue.push({ node: edge.to, facts: known, state, via: edge, previous });
  };
  if (!flow.facts.isReachable(start)) return true;
  for (const edge of start.successors) for (const next of initial) enter(edge, entryFacts, next, undefined);
  for (const visit of queue) {
    if (!flow.maySearch()) return false;
    const found = step(visit);
    if (found === 'enough') return true;
    for (const edge of visit.node.successors) {
      for (const next of found) enter(edge, visit.facts, next, visit);
    }
  }
  return true;
}

/** The points of a function that searches over the graph alone look at, all together. */
const maximalRoughVisits = 100_000;

/** The keys of the facts that may decide which paths there are. */
const decidingKeys = onceFor(
  (flow: FunctionFlow): ReadonlySet<string> =>
    new Set([...conditionKeys(flow), ...keysOfClosing(flow), ...keysOfReturned(flow)]),
);

const roughVisitsLeft = new WeakMap<FunctionFlow, number>();

/**
 * As `explore` over the graph alone: no condition is asked, so that paths are followed that there are not. What it does
 * not come to, `explore` does not either; it costs a fraction of that.
 *
 * @returns false where the function used up what such searches may cost
 */
export function exploreRoughly(
  flow: FunctionFlow,
  start: FlowNode,
  initial: readonly Next[],
  step: (visit: Visit) => readonly Next[] | 'enough',
): boolean {
  const noFacts: FactSet = new Map();
  const seen = new Map<FlowNode, Set<string>>();
  const queue: Visit[] = [];
  const enter = (via: FlowEdge, { state }: Next, previous: Visit | undefined): void => {
    const states = seen.get(via.to) ?? new Set<string>();
    seen.set(via.to, states);
    const key = stateKey(state);
    if (states.has(key)) return;
    states.add(key);
    queue.push({ node: via.to, facts: noFacts, state, via, previous });
  };
  for (const edge of start.successors) for (const next of initial) enter(edge, next, undefined);
  let left = roughVisitsLeft.get(flow) ?? maximalRoughVisits;
  for (const visit of queue) {
    roughVisitsLeft.set(flow, --left);
    if (left < 0) return false;
    const found = step(visit);
    if (found === 'enough') return true;
    for (const edge of visit.node.successors) for (const next of found) enter(edge, next, visit);
  }
  return true;
}

/** What the function literals ask that run when the function ends. */
function keysOfClosing(flow: FunctionFlow): string[] {
  return deferredLiterals(flow).flatMap(({ literal }) => {
    const inner = flow.flowOfNode(literal);
    return inner === undefined ? [] : testedKeys(inner);
  });
}

/** Whether what is returned, or given to a named result, is nil decides what deferred literals find there. */
function keysOfReturned(flow: FunctionFlow): string[] {
  const results = resultNames(flow.function.node).map((name) => flow.package.symbolOf(name));
  if (results.length === 0) return [];
  return flow.graph.nodes.flatMap((node) => {
    const { syntax } = node;
    const returned = syntax?.kind === 'return_statement' ? (syntax.children[0]?.children ?? []) : [];
    const given = assignmentsOf(node).flatMap(({ target, value }) =>
      value !== undefined && results.includes(flow.package.symbolOf(target)) ? [value] : [],
    );
    return [...returned, ...given]
      .filter(({ kind }) => kind === 'identifier')
      .map((value) => nilKey(canonical(value, flow.package)));
  });
}

function testedKeys(flow: FunctionFlow): string[] {
  return flow.graph.nodes.flatMap((node) => node.successors.flatMap((edge) => flow.facts.keysOf(edge)));
}

/** Whether an edge's condition says what cannot be: that a place that leads to the memory is nil, or empty. */
function contradicts(edge: FlowEdge, next: Next, flow: FunctionFlow): boolean {
  if (edge.condition === undefined) return false;
  const conditions = flow.facts.factsOf(edge);
  // The condition may be the very call: `if C.open(&p) != 0`.
  const denied = conditions.some((condition) =>
    next.facts.some(({ key, value }) => key === condition.key && value !== condition.value),
  );
  if (denied || equalsOlder(conditions, next.state, flow)) return true;
  return next.state.holders.some((holder) => {
    const element = holder.path.indexOf('[]');
    if (element >= 0 && isElementNil(conditions, holder, element)) return true;
    const place = holderPlace(element < 0 ? holder : { ...holder, path: holder.path.slice(0, element) });
    if (place === undefined) return false;
    const [key, impossible] = element < 0 ? [nilKey(place), true] : [nonEmptyKey(place), false];
    return conditions.some((condition) => condition.key === key && condition.value === impossible);
  });
}

/** `p == &buffer[0]`, `p == s`: new memory is not where a variable lies, nor where a pointer from before leads. */
function equalsOlder(conditions: readonly Fact[], state: ObjectState, flow: FunctionFlow): boolean {
  const { madeAt, holders } = state;
  if (madeAt === undefined) return false;
  const isOlder = (text: string, { symbols }: Fact): boolean => {
    if (addressOfVariable.test(text)) return true;
    const symbol = symbols.find(({ id }) => text === `#${String(id)}`);
    return (
      symbol !== undefined &&
      symbol.declaration.start < madeAt &&
      isAssignedOnce(symbol, flow.package) &&
      !holders.some((holder) => holder.symbol === symbol)
    );
  };
  return conditions.some((condition) => {
    const [left, right, ...more] = condition.value ? condition.key.split('==') : [];
    if (left === undefined || right === undefined || more.length > 0) return false;
    const places = holders.map(holderPlace);
    return (
      (places.includes(left) && isOlder(right, condition)) ||
      (places.includes(right) && isOlder(left, condition))
    );
  });
}

/** `&x.f`, `unsafe.Pointer(&x[0])`, as `canonical` writes them. */
const addressOfVariable = /^(unsafe \. Pointer \( )?& #\d+( |$)/;

/** `s[i] == nil` where the memory is in an element: which one it is, is not followed; it is taken to be this. */
function isElementNil(conditions: readonly Fact[], holder: Holder, element: number): boolean {
  const container = holderPlace({ ...holder, path: holder.path.slice(0, element) });
  return conditions.some(
    ({ key, value }) => container !== undefined && value && key.startsWith(`nil(${container} [ `),
  );
}

/** `rc != C.LIB_OK` without the header: what the names of status constants say where the status is known. */
function deniesStatus(edge: FlowEdge, facts: FactSet, flow: FunctionFlow): boolean {
  if (edge.condition === undefined) return false;
  return flow.facts.factsOf(edge).some(({ key, value }) => {
    const [, place = '', name = ''] = /^(.*)==C \. (\w+)$/.exec(key) ?? [];
    const isZero = facts.get(`${place}==0`)?.value;
    if (name === '' || isZero === undefined) return false;
    const saysZero = namesSuccess.test(name);
    return isZero ? value !== saysZero : saysZero && value;
  });
}

/** The edges from behind the start to a visited point. */
export function pathTo(visit: Visit): FlowPath {
  const edges: FlowEdge[] = [];
  for (let current: Visit | undefined = visit; current !== undefined; current = current.previous) {
    if (current.via !== undefined) edges.push(current.via);
  }
  edges.reverse();
  return { edges, last: visit.node };
}
