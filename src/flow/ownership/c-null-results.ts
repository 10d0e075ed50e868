import type { Node } from '../../syntax/tree.ts';
import { endsProcess } from '../never-returning.ts';

/**
 * Whether a body of C ends the program where what it would return is null, as `xrealloc` does: who gets a result from
 * it knows that no call in it has failed.
 */
export function endsWhereNull(body: Node): boolean {
  const [only, ...more] = body.all('return_statement');
  const returned = only?.children[0];
  if (returned?.kind !== 'identifier' || more.length > 0) return false;
  const { text: name } = returned;
  const nullTests = [`!${name}`, `${name}==NULL`, `NULL==${name}`, `${name}==0`];
  return body.children.some((statement) => {
    const condition = statement.child('condition')?.text.replace(/[()\s]/g, '') ?? '';
    if (statement.kind !== 'if_statement' || !nullTests.includes(condition)) return false;
    const consequence = statement.child('consequence');
    const last = consequence?.kind === 'compound_statement' ? consequence.children.at(-1) : consequence;
    const call = last?.kind === 'expression_statement' ? last.children[0] : undefined;
    const callee = call?.kind === 'call_expression' ? call.child('function') : undefined;
    return callee?.kind === 'identifier' && endsProcess(callee.text);
  });
}
