import { unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';

/** A variable, or a field reached from it: `p`, `s.buf`, `s.a.b`. */
export interface Place {
  readonly symbol: GoSymbol;
  /** Field names after the variable, each with its dot; empty for the variable itself. */
  readonly path: string;
  /** As the code writes it. */
  readonly text: string;
}

export function placeOf(node: Node, pkg: Package): Place | undefined {
  let current = unparen(node);
  const text = current.text;
  let path = '';
  while (current.kind === 'selector_expression') {
    const field = current.child('field');
    const operand = current.child('operand');
    if (field === undefined || operand === undefined) return undefined;
    path = `.${field.text}${path}`;
    current = unparen(operand);
  }
  if (current.kind !== 'identifier') return undefined;
  const symbol = pkg.symbolOf(current);
  return symbol?.kind === 'variable' ? { symbol, path, text } : undefined;
}

/** The longest field chain that starts at a variable's mention: `s.buf` for the `s` in `s.buf[0]`. */
export function chainFrom(mention: Node): { node: Node; path: string } {
  let node = mention;
  let path = '';
  for (let parent = node.parent; parent?.kind === 'selector_expression'; parent = node.parent) {
    if (parent.child('operand') !== node) break;
    path += `.${parent.child('field')?.text ?? ''}`;
    node = parent;
  }
  return { node, path };
}
