import type { Package } from '../../../semantic/package.ts';
import type { Node } from '../../../syntax/tree.ts';
import { useOf } from '../../value-use.ts';

/** Whether a dereference just reads or writes the memory, and leaves no pointer into it behind. */
export function isOnlyTouched(node: Node, pkg: Package): boolean {
  const address = addressOfPart(node);
  return address === undefined || ['c-argument', 'go-copy', 'compare'].includes(useOf(address, pkg).kind);
}

/** The address that is taken of a part of the memory, `&p.f` or `&p[i]`. */
export function addressOfPart(node: Node): Node | undefined {
  let part = node;
  while (part.parent?.is('selector_expression', 'index_expression', 'parenthesized_expression') === true) {
    if (part.field === 'index') break;
    part = part.parent;
  }
  const address = part.parent;
  return address?.kind === 'unary_expression' && address.text.startsWith('&') ? address : undefined;
}
