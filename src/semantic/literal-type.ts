import type { Node } from '../syntax/tree.ts';
import type { Scope } from './scope.ts';

/** The type of the literal whose braces these are; one without a type of its own has its container's element type. */
export function literalType(body: Node, scope: Scope): Node | undefined {
  const parent = body.parent;
  if (parent?.kind === 'composite_literal') return underlying(parent.child('type'), scope);
  const element = parent?.kind === 'literal_element' ? parent : undefined;
  const outerBody = element?.parent?.kind === 'keyed_element' ? element.parent.parent : element?.parent;
  const outer = outerBody === undefined ? undefined : literalType(outerBody, scope);
  const isKey = element?.field === 'key';
  const type = outer?.kind === 'map_type' ? outer.child(isKey ? 'key' : 'value') : outer?.child('element');
  // &T may be left out in front of an element's braces as well.
  return underlying(type?.kind === 'pointer_type' ? type.children[0] : type, scope);
}

/** The type that a name stands for, as far as this package declares it. */
function underlying(type: Node | undefined, scope: Scope): Node | undefined {
  let current = type;
  for (let depth = 0; depth < 8 && current?.kind === 'type_identifier'; depth++) {
    const symbol = scope.lookup(current.text);
    if (symbol?.kind !== 'type' || symbol.type === undefined) return current;
    current = symbol.type;
  }
  return current;
}
