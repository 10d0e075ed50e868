import type { Node } from '../syntax/tree.ts';

const cases = ['expression_case', 'default_case', 'type_case', 'communication_case'];

/**
 * Whether two nodes stand in branches of one statement of which only one is run: two cases of a switch, the two sides
 * of an `if`. Of statements in a loop or in different functions that is not said: the other branch may be run later.
 */
export function areAlternatives(one: Node, other: Node): boolean {
  let [inner, around]: [Node, Node | undefined] = [one, one.parent];
  while (around !== undefined && !around.contains(other)) [inner, around] = [around, around.parent];
  const counterpart = around?.children.find((child) => child.contains(other));
  if (around === undefined || counterpart === undefined || counterpart === inner) return false;
  const isExclusive =
    around.kind === 'if_statement'
      ? isSide(inner) && isSide(counterpart)
      : inner.is(...cases) && counterpart.is(...cases);
  return isExclusive && runsOnce(around, one) && runsOnce(around, other);
}

function isSide({ field }: Node): boolean {
  return field === 'consequence' || field === 'alternative';
}

/** Whether no loop leads back to a statement, and what stands in it belongs to the function around it. */
function runsOnce(statement: Node, inside: Node): boolean {
  const fn = statement.ancestor('func_literal', 'function_declaration', 'method_declaration');
  const own = inside.ancestor('func_literal', 'function_declaration', 'method_declaration');
  const loop = statement.ancestor('for_statement');
  const isInLoop = loop !== undefined && (fn === undefined || fn.contains(loop));
  const labels = fn?.child('body')?.all('goto_statement').length ?? 0;
  return fn === own && !isInLoop && labels === 0;
}
