import type { ControlFlowGraph, FlowNode } from './cfg.ts';
import type { Node } from '../syntax/tree.ts';

/** A call that runs when its function ends, after the function's own code. */
export interface DeferredCall {
  /** The defer statement: callee and arguments are evaluated there. */
  readonly statement: FlowNode;
  readonly call: Node;
  /**
   * - `once`: every path to this end passes the statement, and no path passes it twice
   * - `maybe`: some path to this end goes by without it
   * - `repeated`: it stands in a loop, and runs as often as that went round, perhaps never
   */
  readonly runs: 'once' | 'maybe' | 'repeated';
}

/**
 * The calls that are deferred when a function ends, in the order in which they run: the last statement first
 * (https://go.dev/ref/spec#Defer_statements). They run at the `exit` and when the function panics, and not when the
 * process ends.
 */
export function deferredCalls(graph: ControlFlowGraph, end: FlowNode): DeferredCall[] {
  if (end.kind !== 'exit' && end.kind !== 'panic') return [];
  const statements = graph.nodes.filter((node) => node.syntax?.kind === 'defer_statement');
  if (statements.length === 0) return [];
  const before = reachableFrom([end], (node) => node.predecessors.map((edge) => edge.from));
  const from = reachableFrom([graph.entry], (node) => node.successors.map((edge) => edge.to));
  const passed = dominators(graph, end);
  const looping = nodesInCycles(graph);
  const found = statements
    .filter((node) => node.kind === 'statement' && before.has(node) && from.has(node))
    .flatMap((statement): DeferredCall[] => {
      const call = statement.syntax?.children[0];
      if (call === undefined) return [];
      const runs = looping.has(statement) ? 'repeated' : passed.has(statement) ? 'once' : 'maybe';
      return [{ statement, call, runs }];
    });
  return found.reverse();
}

function reachableFrom(starts: readonly FlowNode[], next: (node: FlowNode) => FlowNode[]): Set<FlowNode> {
  const reached = new Set(starts);
  for (const node of reached) for (const other of next(node)) reached.add(other);
  return reached;
}

/** The nodes that every path from the entry to a node passes (Cooper, Harvey, Kennedy: A Simple, Fast Dominance Algorithm). */
function dominators(graph: ControlFlowGraph, target: FlowNode): Set<FlowNode> {
  const order = postorder(graph);
  const number = new Map(order.map((node, index) => [node, index]));
  const idom = new Map<FlowNode, FlowNode>([[graph.entry, graph.entry]]);
  const meet = (a: FlowNode, b: FlowNode): FlowNode => {
    let [x, y] = [a, b];
    while (x !== y) {
      while ((number.get(x) ?? 0) < (number.get(y) ?? 0)) x = idom.get(x) ?? graph.entry;
      while ((number.get(y) ?? 0) < (number.get(x) ?? 0)) y = idom.get(y) ?? graph.entry;
    }
    return x;
  };
  for (let changed = true; changed;) {
    changed = false;
    for (let i = order.length - 2; i >= 0; i--) {
      const node = order[i];
      if (node === undefined) continue;
      const known = node.predecessors.map((edge) => edge.from).filter((one) => idom.has(one));
      const [first, ...others] = known;
      if (first === undefined) continue;
      const next = others.reduce(meet, first);
      if (idom.get(node) === next) continue;
      idom.set(node, next);
      changed = true;
    }
  }
  const found = new Set<FlowNode>();
  for (let node: FlowNode | undefined = idom.get(target); node !== undefined; node = idom.get(node)) {
    if (found.has(node)) break;
    found.add(node);
  }
  return found;
}

/** The nodes that can be reached, each behind those that it leads to unless a loop leads back; the entry is last. */
function postorder(graph: ControlFlowGraph): FlowNode[] {
  const order: FlowNode[] = [];
  const seen = new Set([graph.entry]);
  const stack = [{ node: graph.entry, next: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const edge = top.node.successors[top.next++];
    if (edge === undefined) {
      order.push(top.node);
      stack.pop();
    } else if (!seen.has(edge.to)) {
      seen.add(edge.to);
      stack.push({ node: edge.to, next: 0 });
    }
  }
  return order;
}

/** The nodes that a path leads back to: the strongly connected components of more than one node (Kosaraju). */
function nodesInCycles(graph: ControlFlowGraph): Set<FlowNode> {
  const found = new Set<FlowNode>();
  const left = new Set(postorder(graph));
  for (const root of [...left].reverse()) {
    if (!left.delete(root)) continue;
    const component = [root];
    for (const node of component) {
      for (const { from } of node.predecessors) if (left.delete(from)) component.push(from);
    }
    if (component.length > 1) for (const node of component) found.add(node);
  }
  return found;
}
