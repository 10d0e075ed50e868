import { unparen } from '../../semantic/callee.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import { definitionsOf } from '../definitions.ts';
import type { Origin, OriginQuery } from './origin.ts';

/**
 * What a field of a local variable leads to that a literal has given it, where nothing but its fields is used between the
 * literal and the mention, and the field is not set again: `r := &Reader{in: in}; r.in.src = p`. Undefined otherwise.
 */
export function fieldOrigins(selector: Node, query: OriginQuery): readonly Origin[] | undefined {
  const operand = selector.child('operand');
  const field = selector.child('field')?.text;
  if (operand?.kind !== 'identifier' || field === undefined) return undefined;
  const symbol = query.package.symbolOf(operand);
  if (symbol?.kind !== 'variable' || symbol.role !== 'local') return undefined;
  const [only, ...others] = definitionsOf(symbol, query.package);
  if (only?.value === undefined || others.length > 0) return undefined;
  const value = givenIn(unparen(only.value), field);
  if (value === undefined || mayBeSet(symbol, field, selector, query)) return undefined;
  return query.allOf(value);
}

/** `v` of `T{field: v}` and of its address. */
function givenIn(made: Node, field: string): Node | undefined {
  const isAddress = made.kind === 'unary_expression' && made.text.startsWith('&');
  const literal = isAddress ? made.child('operand') : made;
  if (literal?.kind !== 'composite_literal') return undefined;
  const elements = literal.child('body')?.children ?? [];
  const value = elements.find((element) => element.child('key')?.text === field)?.child('value');
  return value?.kind === 'literal_element' ? value.children[0] : value;
}

/** Whether the field is written, or code elsewhere can have got at the variable before the mention. */
function mayBeSet(symbol: GoSymbol, field: string, mention: Node, query: OriginQuery): boolean {
  return query.package.bindings.usesOf(symbol).some((use) => {
    if (use === symbol.declaration) return false;
    const place = use.parent;
    if (place?.kind !== 'selector_expression' || use.field !== 'operand') return use.start < mention.start;
    const isOfField = place.child('field')?.text === field;
    if (place.field === 'function') return use.start < mention.start;
    const { parent } = place;
    const isAddress = parent?.kind === 'unary_expression' && parent.text.startsWith('&');
    const isWritten = parent?.kind === 'expression_list' && parent.field === 'left';
    return isOfField && (isAddress || isWritten);
  });
}
