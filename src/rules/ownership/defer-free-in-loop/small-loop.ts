import type { Node } from '../../../syntax/tree.ts';

/** More rounds than this are many. */
const fewRounds = 16;

/** Whether the code itself shows that a loop has a few rounds: `i < 3`, `range 3`, `range []string{"a", "b"}`. */
export function isSmallLoop(loop: Node): boolean {
  const range = loop.children.find(({ kind }) => kind === 'range_clause')?.child('right');
  if (range !== undefined) {
    const literal = range.kind === 'composite_literal' ? range.child('body') : undefined;
    return literal === undefined ? isFew(range) : literal.children.length <= fewRounds;
  }
  const clause = loop.children.find(({ kind }) => kind === 'for_clause');
  const condition = clause?.child('condition');
  const limit = condition?.kind === 'binary_expression' ? condition.child('right') : undefined;
  return clause?.child('initializer') !== undefined && limit !== undefined && isFew(limit);
}

function isFew(value: Node): boolean {
  return value.kind === 'int_literal' && Number(value.text) <= fewRounds;
}
