import { calledDeclarations } from '../../semantic/called-declarations.ts';
import { throughParens } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';
import type { DeclaredFunction } from './site.ts';

/**
 * The functions of the package that a function hands the literals to in which a node stands: what they do around their
 * argument is done around the node.
 */
export function takersAround(
  node: Node,
  functions: readonly DeclaredFunction[],
  pkg: Package,
): readonly DeclaredFunction[] {
  const takers: DeclaredFunction[] = [];
  for (
    let literal = node.ancestor('func_literal');
    literal !== undefined;
    literal = literal.ancestor('func_literal')
  ) {
    const list = throughParens(literal).parent;
    const call = list?.kind === 'argument_list' ? list.parent : undefined;
    if (call?.kind !== 'call_expression') continue;
    const declarations = calledDeclarations(call, pkg) ?? [];
    takers.push(...functions.filter((fn) => declarations.includes(fn.node)));
  }
  return takers;
}
