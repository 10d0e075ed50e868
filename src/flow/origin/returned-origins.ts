import { unparen } from '../../semantic/callee.ts';
import type { Node } from '../../syntax/tree.ts';
import type { Origin, OriginQuery } from './origin.ts';

/** Functions with more returns than this are not followed. */
const maximalReturns = 8;

/**
 * What all returns of a function or literal return; undefined where one does not say what.
 * @param seen what is asked about a value that is returned
 */
export function returnedOrigins(
  fn: Node,
  index: number,
  query: OriginQuery,
  seen: (value: Node) => readonly Origin[] = (value) => query.allOf(value),
): readonly Origin[] | undefined {
  const returns = fn.child('body')?.allOutside('func_literal', 'return_statement') ?? [];
  if (returns.length === 0 || returns.length > maximalReturns || mayBeReplaced(fn)) return undefined;
  const found: Origin[] = [];
  for (const statement of returns) {
    const list = statement.children[0];
    const values = list?.kind === 'expression_list' ? list.children : list === undefined ? [] : [list];
    const [only, ...more] = values;
    if (only === undefined) return undefined;
    const value = values[index];
    if (more.length === 0 && index > 0) {
      const inner = unparen(only);
      if (inner.kind !== 'call_expression') return undefined;
      found.push(...query.ofResult(inner, index));
    } else if (value === undefined) return undefined;
    else found.push(...seen(value));
  }
  return found;
}

/** Whether a deferred call may give a named result another value, behind the return. */
function mayBeReplaced(fn: Node): boolean {
  const results = fn.child('result');
  const isNamed = results?.kind === 'parameter_list' && results.children.some((one) => one.child('name'));
  return isNamed && fn.child('body')?.all('defer_statement').length !== 0;
}
