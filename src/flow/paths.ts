import { onceFor } from '../base/once-for.ts';
import type { FlowEdge, FlowNode } from './cfg.ts';
import type { Fact, FactSet } from './conditions.ts';
import type { FunctionFlow } from './function-flow.ts';

/** What a walker says of a node that a path reaches: go on with a state, end the path, or this is what was sought. */
export type Step<S> = { readonly go: S } | 'end' | 'found';

export interface Walker<S> {
  readonly initial: S;
  step(node: FlowNode, state: S): Step<S>;
  /** Equal keys are equal states. */
  key(state: S): string;
  /** Told when the search gives up: what it did not find may be there all the same. */
  readonly gaveUp?: () => void;
}

/** A path from a start to the node where the walker found what it sought. */
export interface FlowPath {
  readonly edges: readonly FlowEdge[];
  readonly last: FlowNode;
}

/**
 * Past so many states, and two for each point of the function, a search gives up and finds nothing: the function is
 * listed as not followed to its end.
 */
const maximalStates = 20_000;

interface Visit<S> {
  readonly node: FlowNode;
  readonly facts: FactSet;
  readonly state: S;
  readonly via: FlowEdge | undefined;
  readonly previous: Visit<S> | undefined;
}

/**
 * The shortest feasible path from behind `start` to a node where the walker says `found`; undefined where there is
 * none. A path that contradicts itself is not feasible: what a condition said is remembered for every later
 * condition that is the same or follows from it, until a variable in it changes. `state` is the walker's where the path arrives.
 */
export function findPath<S>(
  flow: FunctionFlow,
  start: FlowNode,
  walker: Walker<S>,
): (FlowPath & { readonly state: S }) | undefined {
  const relevant = conditionKeys(flow);
  const seen = new Set<string>();
  const queue: Visit<S>[] = [];
  const enter = (edge: FlowEdge, facts: FactSet, state: S, previous: Visit<S> | undefined): void => {
    const next = flow.facts.follow(facts, edge);
    if (next === undefined) return;
    const kept = keep(next, relevant);
    const key = `${String(edge.to.id)}|${walker.key(state)}|${factsKey(kept)}`;
    if (seen.has(key)) return;
    seen.add(key);
    queue.push({ node: edge.to, facts: kept, state, via: edge, previous });
  };
  if (!flow.facts.isReachable(start)) return undefined;
  for (const edge of start.successors) enter(edge, flow.facts.at(start), walker.initial, undefined);
  // The queue grows while it is read: breadth first, so the first path found is a shortest one.
  for (const visit of queue) {
    if (seen.size > maximalStates + 2 * flow.graph.nodes.length || !flow.maySearch()) {
      flow.isUnfinished = true;
      walker.gaveUp?.();
      return undefined;
    }
    const step = walker.step(visit.node, visit.state);
    if (step === 'found') return { ...pathTo(visit), state: visit.state };
    if (step === 'end') continue;
    for (const edge of visit.node.successors) enter(edge, visit.facts, step.go, visit);
  }
  return undefined;
}

function pathTo<S>(visit: Visit<S>): FlowPath {
  const edges: FlowEdge[] = [];
  for (let current: Visit<S> | undefined = visit; current !== undefined; current = current.previous) {
    if (current.via !== undefined) edges.push(current.via);
  }
  edges.reverse();
  return { edges, last: visit.node };
}

/**
 * The keys whose value can decide a later condition: asked for by two conditions, or set by an assignment and asked
 * for by one. Remembering others would only split states.
 */
export const conditionKeys = onceFor((flow: FunctionFlow): ReadonlySet<string> => {
  const conditions = new Map<string, Set<FlowNode>>();
  for (const node of flow.graph.nodes) {
    for (const key of node.successors.flatMap((edge) => flow.facts.keysOf(edge))) {
      conditions.set(key, (conditions.get(key) ?? new Set()).add(node));
    }
  }
  const assigned = new Set(flow.graph.nodes.flatMap((node) => flow.facts.keysAssigned(node)));
  const keys = new Set<string>();
  for (const [key, nodes] of conditions) if (nodes.size > 1 || assigned.has(key)) keys.add(key);
  return keys;
});

function keep(facts: FactSet, keys: ReadonlySet<string>): FactSet {
  const kept = new Map<string, Fact>();
  for (const [key, fact] of facts) if (keys.has(key)) kept.set(key, fact);
  return kept;
}

export function factsKey(facts: FactSet): string {
  return [...facts.values()]
    .map((fact) => `${fact.key}=${fact.value ? '1' : '0'}`)
    .sort()
    .join('&');
}

/** Whether every path from the entry to `target` passes a node for which `judge` says `passed`, before any `failed`. */
export function everyPathBack(
  target: FlowNode,
  flow: FunctionFlow,
  judge: (node: FlowNode) => 'passed' | 'failed' | 'on',
): boolean {
  const seen = new Set<FlowNode>();
  const work = target.predecessors.map((edge) => edge.from);
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    if (seen.has(node) || !flow.facts.isReachable(node)) continue;
    seen.add(node);
    if (!flow.maySearch()) return false;
    const verdict = judge(node);
    if (verdict === 'failed' || (verdict === 'on' && node.kind === 'entry')) return false;
    if (verdict === 'on') work.push(...node.predecessors.map((edge) => edge.from));
  }
  return true;
}
