import { calleeOf } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';
import { short } from '../code-text.ts';
import { useOf } from '../value-use.ts';
import type { ValueUse } from '../value-use.ts';

/** The call whose argument an expression is, by itself or inside of a literal that is made for the call. */
export interface Receiver {
  readonly call: Node;
  /** The callee as the code writes it. */
  readonly name: string;
}

export function receiverOf(expression: Node, pkg: Package): Receiver | undefined {
  const call = callOf(useOf(expression, pkg), pkg);
  if (call === undefined) return undefined;
  const callee = calleeOf(call, pkg);
  return {
    call,
    name: callee.kind === 'c' ? `C.${callee.name}` : short(call.child('function') ?? call),
  };
}

function callOf(use: ValueUse, pkg: Package): Node | undefined {
  switch (use.kind) {
    case 'c-argument':
    case 'go-argument':
    case 'go-copy':
      return use.call;
    case 'element':
      return callOf(use.use, pkg);
    case 'address':
      return callOf(useOf(use.node, pkg), pkg);
    default:
      return undefined;
  }
}
