import { onceFor } from '../base/once-for.ts';
import { NodeMap } from '../syntax/node-map.ts';
import type { Node } from '../syntax/tree.ts';
import { calleeOf } from './callee.ts';
import type { Package } from './package.ts';
import { selectMethods } from './type-members.ts';

/**
 * The declarations of the package that a call can run: several under different build constraints, and what is said of
 * the call has to hold for each. Undefined where that is not known, or where what is called is no function or method
 * that the package declares.
 */
export function calledDeclarations(call: Node, pkg: Package): readonly Node[] | undefined {
  const known = foundIn(pkg);
  let found = known.get(call);
  if (found === undefined) {
    found = { declarations: find(call, pkg) };
    known.set(call, found);
  }
  return found.declarations;
}

/** Each analysis asks again for the calls of each function. */
const foundIn = onceFor((_pkg: Package) => new NodeMap<{ declarations: readonly Node[] | undefined }>());

function find(call: Node, pkg: Package): readonly Node[] | undefined {
  const callee = calleeOf(call, pkg);
  if (callee.kind === 'function') {
    const declarations = callee.symbols.flatMap(({ declaration: { parent } }) => parent ?? []);
    return declarations.length === callee.symbols.length ? declarations : undefined;
  }
  if (callee.kind !== 'method') return undefined;
  const methods = selectMethods(pkg.types.ofExpression(callee.operand), callee.name, pkg.types);
  return methods?.map(({ node }) => node);
}
