import { unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';
import { definitionsOf } from '../definitions.ts';

/** The function literal that a call runs: called where it stands, or held by a local variable that holds no other. */
export function literalOfCall(call: Node, pkg: Package): Node | undefined {
  const callee = call.child('function');
  if (callee === undefined) return undefined;
  const target = unparen(callee);
  if (target.kind === 'func_literal') return target;
  const symbol = target.kind === 'identifier' ? pkg.symbolOf(target) : undefined;
  if (symbol?.kind !== 'variable' || symbol.role !== 'local') return undefined;
  const [only, ...more] = definitionsOf(symbol, pkg);
  const value = only?.value === undefined || more.length > 0 ? undefined : unparen(only.value);
  return value?.kind === 'func_literal' ? value : undefined;
}

/** The literal that a defer statement runs when its function ends. */
export function deferredLiteral(statement: Node, pkg: Package): Node | undefined {
  const call = statement.children[0];
  return call?.kind === 'call_expression' ? literalOfCall(call, pkg) : undefined;
}
