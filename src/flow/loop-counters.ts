import { unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import { definitionsOf } from './definitions.ts';

/**
 * The loop that counts a variable up by one each round, over numbers or the elements of a slice or array, where nothing
 * else sets it but its start.
 */
export function countingLoop(symbol: GoSymbol, pkg: Package): Node | undefined {
  const loop = symbol.declaration.ancestor('for_statement', 'func_literal', 'block');
  if (loop?.kind !== 'for_statement') return undefined;
  const head = loop.children.find(({ kind }) => kind === 'for_clause' || kind === 'range_clause');
  if (head?.contains(symbol.declaration) !== true) return undefined;
  const changes = definitionsOf(symbol, pkg).filter(({ target }) => target !== symbol.declaration);
  if (head.kind === 'for_clause') {
    const [only, ...others] = changes;
    const isCounted = only?.target.parent?.kind === 'inc_statement' && only.target.parent.field === 'update';
    return isCounted && others.length === 0 ? loop : undefined;
  }
  const over = head.child('right');
  if (changes.length > 0 || over === undefined || head.child('left')?.children[0] !== symbol.declaration)
    return undefined;
  const type = pkg.types.underlying(pkg.types.ofExpression(unparen(over)));
  const list = type.kind === 'pointer' ? pkg.types.underlying(type.element) : type;
  const isCounting =
    list.kind === 'slice' || list.kind === 'array' || (type.kind === 'basic' && type.name === 'int');
  return isCounting ? loop : undefined;
}
