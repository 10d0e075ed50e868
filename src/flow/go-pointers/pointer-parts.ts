import { unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';

/** The pointers that a value consists of: itself, or the elements of the literal of a struct, array or slice. */
export function pointerParts(value: Node, pkg: Package): Node[] {
  const expression = unparen(value);
  if (expression.kind === 'composite_literal') return partsOfBody(expression.child('body'), pkg);
  return isPointer(expression, pkg) ? [expression] : [];
}

function partsOfBody(body: Node | undefined, pkg: Package): Node[] {
  return (body?.children ?? []).flatMap((child) => {
    const element = child.kind === 'keyed_element' ? child.child('value') : child;
    const inner = element?.kind === 'literal_element' ? element.children[0] : element;
    if (inner === undefined) return [];
    return inner.kind === 'literal_value' ? partsOfBody(inner, pkg) : pointerParts(inner, pkg);
  });
}

function isPointer(expression: Node, pkg: Package): boolean {
  const { kind } = pkg.types.ofExpression(expression);
  return kind === 'pointer' || kind === 'unsafe-pointer' || kind === 'slice';
}
