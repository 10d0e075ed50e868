import type { Package } from '../semantic/package.ts';
import type { Node } from '../syntax/tree.ts';

/**
 * Whether a return statement gives up in a branch behind a call, `if rc != 0 { return nil, err }`: its last value is an
 * error, and not nil as far as it is written.
 */
export function givesUpBehind(call: Node, statement: Node, pkg: Package): boolean {
  const last = (statement.children[0]?.children ?? []).at(-1);
  const branch = statement.ancestor('if_statement', 'func_literal');
  if (last === undefined || last.kind === 'nil' || branch?.kind !== 'if_statement') return false;
  if (branch.start < call.start) return false;
  const type = pkg.types.ofExpression(last);
  return (type.kind === 'basic' && type.name === 'error') || /^\w*err/i.test(last.text);
}
