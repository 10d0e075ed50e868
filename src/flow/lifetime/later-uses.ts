import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';
import type { FlowNode } from '../cfg.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { useOf } from '../value-use.ts';

/** The first use of a variable behind a point. */
export interface LaterUse {
  readonly why: 'used' | 'keepalive';
  readonly at: Node;
  /** Whether every path to the end of the function has one. */
  readonly isOnEveryPath: boolean;
}

/** The first use on paths from behind a point, before another value is assigned; and whether all paths have one. */
export function usedOnPaths(
  start: FlowNode,
  mentions: ReadonlyMap<FlowNode, readonly Node[]>,
  defined: ReadonlySet<FlowNode | undefined>,
  pkg: Package,
): LaterUse | undefined {
  let first: Node | undefined;
  let isOnEveryPath = true;
  const seen = new Set<FlowNode>();
  const work = start.successors.map(({ to }) => to);
  for (const node of work) {
    if (seen.has(node)) continue;
    seen.add(node);
    const found = mentions.get(node);
    if (found !== undefined) {
      const keepAlive = found.find((mention) => whyOf(mention, pkg) === 'keepalive');
      first = first === undefined || keepAlive !== undefined ? (keepAlive ?? found[0]) : first;
      continue;
    }
    if (node.kind === 'exit' || defined.has(node)) isOnEveryPath = false;
    else work.push(...node.successors.map(({ to }) => to));
  }
  return first === undefined ? undefined : { why: whyOf(first, pkg), at: first, isOnEveryPath };
}

/** The point of a function at which an expression is evaluated, or the literal is made that it stands in. */
export function pointOf(expression: Node, flow: FunctionFlow): FlowNode | undefined {
  let current: Node | undefined = expression;
  for (;;) {
    const literal: Node | undefined = current.ancestor('func_literal');
    if (literal === undefined || literal === flow.function.node || !flow.function.body.contains(literal))
      return flow.nodeAt(current);
    current = literal;
  }
}

export function whyOf(mention: Node, pkg: Package): 'used' | 'keepalive' {
  const use = useOf(mention, pkg);
  if (use.kind !== 'go-argument' || use.callee.kind !== 'package') return 'used';
  return use.callee.path === 'runtime' && use.callee.name === 'KeepAlive' ? 'keepalive' : 'used';
}

/** Whether some path leads from behind one point to another. */
export function reaches(from: FlowNode, to: FlowNode): boolean {
  const seen = new Set<FlowNode>();
  const work = from.successors.map((edge) => edge.to);
  for (const node of work) {
    if (node === to) return true;
    if (seen.has(node)) continue;
    seen.add(node);
    work.push(...node.successors.map((edge) => edge.to));
  }
  return false;
}
