import type { Node } from '../syntax/tree.ts';
import { calleeOf, isCall } from './callee.ts';
import type { GoFunction, Package } from './package.ts';

/** The calls of `C.name` in a function, those in function literals inside it left out: they have their own turn. */
export function callsOf(fn: GoFunction, pkg: Package, name: string): Node[] {
  const found: Node[] = [];
  for (const node of fn.body.walk((child) => child.kind !== 'func_literal')) {
    if (node.kind !== 'call_expression') continue;
    const callee = calleeOf(node, pkg);
    if (callee.kind === 'c' && callee.name === name) found.push(node);
  }
  return found;
}

/** The innermost call of a C function in whose arguments an expression stands, conversions looked through. */
export function enclosingCCall(node: Node, pkg: Package): { call: Node; name: string } | undefined {
  let current = node.parent;
  while (current !== undefined) {
    if (isCall(current)) {
      const callee = calleeOf(current, pkg);
      if (callee.kind === 'c') return { call: current, name: callee.name };
      if (callee.kind !== 'conversion') return undefined;
    } else if (!current.is('argument_list', 'parenthesized_expression')) {
      return undefined;
    }
    current = current.parent;
  }
  return undefined;
}
