import type { ControlFlowGraph, FlowNode } from './cfg.ts';

/**
 * The points of a function that can be reached, each behind its predecessors unless a loop leads back: the reverse
 * postorder, in which a forward analysis works most of them out once.
 */
export class FlowOrder {
  readonly nodes: readonly FlowNode[];
  /** By the node's id; -1 for what cannot be reached. */
  private readonly places: Int32Array;
  /** The last place from which a loop leads back to a place, or to one before it. */
  private readonly backFrom: Int32Array;

  constructor(graph: ControlFlowGraph) {
    this.nodes = reversePostorder(graph);
    this.places = new Int32Array(graph.nodes.length).fill(-1);
    for (const [place, { id }] of this.nodes.entries()) this.places[id] = place;
    this.backFrom = new Int32Array(this.nodes.length);
    let last = 0;
    for (const [place, { predecessors }] of this.nodes.entries()) {
      for (const { from } of predecessors) last = Math.max(last, this.placeOf(from));
      this.backFrom[place] = last;
    }
  }

  /** -1 for a node that cannot be reached. */
  placeOf(node: FlowNode): number {
    return this.places[node.id] ?? -1;
  }

  /** The first place from `place` on such that no edge leads from behind it to it, or to one before it. */
  endOfLoopsAround(place: number): number {
    let end = place;
    for (let back = this.backFrom[end] ?? 0; back > end; back = this.backFrom[end] ?? 0) end = back;
    return end;
  }
}

function reversePostorder({ entry, nodes }: ControlFlowGraph): FlowNode[] {
  const order: FlowNode[] = [];
  const isSeen = new Uint8Array(nodes.length);
  isSeen[entry.id] = 1;
  const path = [{ node: entry, next: 0 }];
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const edge = top.node.successors[top.next++];
    if (edge === undefined) {
      order.push(top.node);
      path.pop();
    } else if (isSeen[edge.to.id] === 0) {
      isSeen[edge.to.id] = 1;
      path.push({ node: edge.to, next: 0 });
    }
  }
  return order.reverse();
}
