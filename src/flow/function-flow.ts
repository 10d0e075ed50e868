import type { Analysis } from '../semantic/analysis.ts';
import { endOfCall, endOfMethod } from '../knowledge/go-functions.ts';
import { calleeOf } from '../semantic/callee.ts';
import type { GoFunction, Package } from '../semantic/package.ts';
import type { Node } from '../syntax/tree.ts';
import { buildControlFlow } from './cfg.ts';
import type { ControlFlowGraph, FlowNode } from './cfg.ts';
import { Facts } from './facts.ts';

/** The control flow of one function and what is known at its points. */
export class FunctionFlow {
  readonly function: GoFunction;
  readonly graph: ControlFlowGraph;
  readonly facts: Facts;
  private readonly nodeOf = new Map<Node, FlowNode>();

  constructor(fn: GoFunction, pkg: Package) {
    this.function = fn;
    this.graph = buildControlFlow(fn.body, (call) => callNeverReturns(call, pkg));
    this.facts = new Facts(this.graph, pkg, fn.node);
    for (const node of this.graph.nodes) {
      if (node.syntax !== undefined && node.kind !== 'stop' && node.kind !== 'panic')
        this.nodeOf.set(node.syntax, node);
    }
  }

  /** The point of the flow at which an expression is evaluated; undefined inside a function literal of this function. */
  nodeAt(expression: Node): FlowNode | undefined {
    let current: Node | undefined = expression;
    while (current !== undefined && current !== this.function.body) {
      const node = this.nodeOf.get(current);
      if (node !== undefined) return node;
      if (current.kind === 'func_literal' && current !== expression) return undefined;
      current = current.parent;
    }
    return undefined;
  }
}

/** Control flow by function, made when a rule first asks for it. */
export const functionFlows: Analysis<(fn: GoFunction) => FunctionFlow> = {
  name: 'function flows',
  run(pkg) {
    const flows = new Map<Node, FunctionFlow>();
    return (fn) => {
      let flow = flows.get(fn.node);
      if (flow === undefined) {
        flow = new FunctionFlow(fn, pkg);
        flows.set(fn.node, flow);
      }
      return flow;
    };
  },
};

function callNeverReturns(call: Node, pkg: Package): 'stop' | 'panic' | undefined {
  const callee = calleeOf(call, pkg);
  switch (callee.kind) {
    case 'builtin':
      return callee.name === 'panic' ? 'panic' : undefined;
    case 'package':
      return endOfCall(callee.path, callee.name);
    case 'method':
      return endOfMethod(callee.name);
    case 'c':
      return callee.name === 'abort' || callee.name === 'exit' ? 'stop' : undefined;
    default:
      return undefined;
  }
}
