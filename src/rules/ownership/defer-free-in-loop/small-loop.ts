import type { Node } from '../../../syntax/tree.ts';

/** More rounds than this are many. */
const fewRounds = 16;

/**
 * Whether the code itself shows that a loop has a few rounds: `i < 3`, `range 3`, `range []string{"a", "b"}`, or
 * `range keys` behind `if len(keys) != 1 { return … }`.
 */
export function isSmallLoop(loop: Node): boolean {
  const range = loop.children.find(({ kind }) => kind === 'range_clause')?.child('right');
  if (range !== undefined) {
    const literal = range.kind === 'composite_literal' ? range.child('body') : undefined;
    return literal === undefined
      ? isFew(range) || isBoundedAbove(loop, range.text)
      : literal.children.length <= fewRounds;
  }
  const clause = loop.children.find(({ kind }) => kind === 'for_clause');
  const condition = clause?.child('condition');
  const limit = condition?.kind === 'binary_expression' ? condition.child('right') : undefined;
  return clause?.child('initializer') !== undefined && limit !== undefined && isFew(limit);
}

function isFew(value: Node): boolean {
  return value.kind === 'int_literal' && Number(value.text) <= fewRounds;
}

/** Whether a statement above leaves the function where what is ranged over is longer. */
function isBoundedAbove(loop: Node, ranged: string): boolean {
  const siblings = loop.parent?.children ?? [];
  return siblings.slice(0, siblings.indexOf(loop)).some((statement) => {
    const condition = statement.kind === 'if_statement' ? statement.child('condition') : undefined;
    const [left, right] = [condition?.child('left'), condition?.child('right')];
    if (left?.text !== `len(${ranged})` || right === undefined || !isFew(right)) return false;
    const last = statement.child('consequence')?.children.at(-1);
    const end = last?.kind === 'statement_list' ? last.children.at(-1) : last;
    return end?.kind === 'return_statement' && ['!=', '>'].includes(condition?.child('operator')?.kind ?? '');
  });
}
