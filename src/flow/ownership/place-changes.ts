import { onlyLooksAt } from '../../knowledge/go-functions.ts';
import { calleeOf } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';
import { assignmentsOf, walkOutsideLiterals } from '../assignments.ts';
import type { FlowNode } from '../cfg.ts';
import { useOf } from '../value-use.ts';
import { placePath } from './holder.ts';
import type { Holder } from './holder.ts';

/** Whether a point of the flow may make a place lead to something else. */
export function mayChange(node: FlowNode, holder: Holder, pkg: Package): boolean {
  const isAssigned = assignmentsOf(node).some(({ target }) => {
    const place = placePath(target, pkg);
    return place?.symbol === holder.symbol && place.path.every((part, index) => holder.path[index] === part);
  });
  if (isAssigned) return true;
  return walkOutsideLiterals(node).some((one) => {
    if (one.kind === 'call_expression') return holder.path.length > 0 && mayChangeFields(one, pkg);
    if (one.kind !== 'identifier' || pkg.symbolOf(one) !== holder.symbol) return false;
    return useOf(one, pkg).kind === 'address';
  });
}

/** Whether a call runs Go code that may set a field of a value that it can reach. */
export function mayChangeFields(call: Node, pkg: Package): boolean {
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
