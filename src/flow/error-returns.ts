import type { Package } from '../semantic/package.ts';
import type { Node } from '../syntax/tree.ts';
import { canonical, nilKey } from './conditions.ts';
import type { FunctionFlow } from './function-flow.ts';
import { isNilError } from './nil-errors.ts';

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

/**
 * Whether what is returned stands beside an error that is surely not nil there: by convention nobody looks at the other
 * results then (https://go.dev/doc/effective_go#errors).
 *
 * @param result a value of a return statement
 */
export function isBesideError(result: Node, flow: FunctionFlow): boolean {
  const statement = result.kind === 'return_statement' ? result : result.ancestor('return_statement');
  const values = statement?.children[0]?.children ?? [];
  const [last, node] = [values.at(-1), statement === undefined ? undefined : flow.nodeAt(statement)];
  if (last === undefined || node === undefined || values.length < 2 || last.contains(result)) return false;
  const pkg = flow.package;
  const type = pkg.types.ofExpression(last);
  if (type.kind !== 'basic' || type.name !== 'error') return false;
  return (
    isNilError(last, pkg) === false || flow.facts.at(node).get(nilKey(canonical(last, pkg)))?.value === false
  );
}
