import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import { elementFate, mentionFate } from './borrowing.ts';
import type { Remark } from './remark.ts';
import { effectOf } from './use-effect.ts';
import { useOf } from './value-use.ts';

/**
 * The mentions through which the elements, or one field, of a local container may be freed or leave the function:
 * what `containerOwnership` calls gone.
 */
export function takersOf(container: GoSymbol, pkg: Package, field: string | undefined): Remark[] {
  return pkg.bindings
    .usesOf(container)
    .filter((mention) => mentionFate(mention, pkg, field, new Set([container])) === 'gone')
    .map((mention) => takerAt(mention, pkg));
}

function takerAt(mention: Node, pkg: Package): Remark {
  const parent = mention.parent;
  const clause = parent?.kind === 'expression_list' ? parent.parent : parent;
  if (clause?.kind === 'range_clause') {
    const element = clause.child('left')?.children[1];
    const symbol = element === undefined ? undefined : pkg.symbolOf(element);
    const taken = (symbol === undefined ? [] : pkg.bindings.usesOf(symbol)).find(
      (one) => one !== symbol?.declaration && elementFate(one, pkg, new Set()) === 'gone',
    );
    if (taken !== undefined) return { at: taken, message: effectOf(taken, useOf(taken, pkg), pkg).message };
  }
  const isPart =
    parent?.kind === 'selector_expression' ||
    (parent?.kind === 'index_expression' && mention.field === 'operand');
  const node = isPart ? parent : mention;
  return { at: node, message: effectOf(node, useOf(node, pkg), pkg).message };
}
