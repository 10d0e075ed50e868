import { argumentsOf } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';
import { plainNumber } from './plain-number.ts';
import type { PlainNumber } from './plain-number.ts';

/** A call that passes a number for the parameter that an integer expression is; tests do not count. */
export function passedNumber(
  integer: Node,
  pkg: Package,
): { readonly number: PlainNumber; readonly call: Node } | undefined {
  const symbol = integer.kind === 'identifier' ? pkg.symbolOf(integer) : undefined;
  const owner = symbol?.role === 'parameter' ? symbol.owner : undefined;
  const name = owner?.kind === 'function_declaration' ? owner.child('name') : undefined;
  const called = name === undefined ? undefined : pkg.symbolOf(name);
  if (owner === undefined || symbol === undefined || called === undefined) return undefined;
  const names = (owner.child('parameters')?.children ?? []).flatMap((one) => one.childrenOf('name'));
  const index = names.indexOf(symbol.declaration);
  const tests = new Set(pkg.files.filter(({ constraint }) => constraint.isTest).map(({ tree }) => tree));
  for (const use of pkg.bindings.usesOf(called)) {
    const call = use.parent;
    if (call?.kind !== 'call_expression' || use.field !== 'function' || tests.has(call.tree)) continue;
    const argument = argumentsOf(call)[index];
    const number = argument === undefined ? undefined : plainNumber(argument, pkg);
    if (number !== undefined) return { number, call };
  }
  return undefined;
}
