import { unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { Node } from '../syntax/tree.ts';
import type { FlowEdge } from './cfg.ts';

/**
 * Whether an edge is taken only where a call that gives an error and nothing else has failed: `err != nil` behind
 * `err := f()`, or `f() != nil`.
 */
export function saysFailed({ condition }: FlowEdge, call: Node, pkg: Package): boolean {
  if (condition?.kind !== 'expression') return false;
  const comparison = unparen(condition.node);
  const operator = comparison.kind === 'binary_expression' ? comparison.child('operator')?.kind : undefined;
  if (operator !== '!=' && operator !== '==') return false;
  const sides = [comparison.child('left'), comparison.child('right')];
  const value = sides.find((side) => side?.kind !== 'nil');
  if (value === undefined || sides.every((side) => side?.kind !== 'nil')) return false;
  const isAsked = unparen(value) === call || isResult(unparen(value), call, pkg);
  return isAsked && condition.value === (operator === '!=');
}

/** Whether a variable is the one that the call's only result was assigned to. */
function isResult(value: Node, call: Node, pkg: Package): boolean {
  const values = call.parent;
  const targets = values?.field === 'right' ? values.parent?.child('left')?.children : undefined;
  const target = values === undefined ? undefined : targets?.[values.children.indexOf(call)];
  if (target?.kind !== 'identifier' || value.kind !== 'identifier') return false;
  const symbol = pkg.symbolOf(target);
  return symbol !== undefined && pkg.symbolOf(value) === symbol;
}
