import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';

/** `list[i] = v`. */
export interface ListStore {
  readonly place: Node;
  readonly index: Node;
  readonly value: Node;
}

/** The assignments to single elements of a list that name its variable. */
export function storesInto(list: GoSymbol, pkg: Package): ListStore[] {
  return pkg.bindings.usesOf(list).flatMap((use) => {
    const place = use.parent;
    if (place?.kind !== 'index_expression' || use.field !== 'operand') return [];
    const [targets, index] = [place.parent, place.child('index')];
    const statement = targets?.field === 'left' ? targets.parent : undefined;
    if (statement?.kind !== 'assignment_statement' || index === undefined) return [];
    const value = statement.child('right')?.children[targets?.children.indexOf(place) ?? -1];
    return value === undefined ? [] : [{ place, index, value }];
  });
}
