import { receiverOf } from '../../semantic/wrapper/values.ts';
import type { Release } from '../../semantic/wrapper/model.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';

/**
 * The return of a method that frees a handle, behind the call and above whatever takes the finalizer off or clears the
 * field: `if rc := C.lib_finish(x.p); rc != 0 { return err }`. Undefined where a statement on the way may do either.
 */
export function returnBeforeClearing({ call }: Release, pkg: Package): Node | undefined {
  const fn = call.ancestor('func_literal', 'function_declaration', 'method_declaration');
  const body = fn?.child('body');
  const receiver = fn?.kind === 'method_declaration' ? receiverOf(fn, pkg) : undefined;
  if (body === undefined || receiver === undefined) return undefined;
  const mayClear = (node: Node): boolean =>
    node.all('call_expression').some((one) => one !== call && isGiven(one, receiver.name)) ||
    node.all('assignment_statement').some((one) => one.child('left')?.text.includes('.') === true);
  if (body.all('defer_statement').some(mayClear)) return undefined;
  const statements = body.children.flatMap((one) => (one.kind === 'statement_list' ? one.children : [one]));
  const at = statements.findIndex((one) => one.contains(call));
  for (const statement of statements.slice(at)) {
    const consequence = statement.kind === 'if_statement' ? statement.child('consequence') : undefined;
    if (consequence === undefined || consequence.contains(call)) {
      if (statement.kind === 'if_statement' || mayClear(statement)) return undefined;
      continue;
    }
    const end = consequence.all('return_statement')[0];
    if (end !== undefined && !mayClear(consequence)) return end;
    if (mayClear(statement)) return undefined;
  }
  return undefined;
}

/** Whether a call gets an object: as an argument, or as what its method belongs to. */
function isGiven(call: Node, name: string): boolean {
  const method = call.child('function')?.child('operand');
  const given = call.child('arguments')?.children ?? [];
  return method?.text === name || given.some(({ text }) => text === name || text === `&${name}`);
}
