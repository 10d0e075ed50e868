import { argumentsOf, unparen } from '../semantic/callee.ts';
import type { GoFunction, Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';

/** The `v` of `Put(v)` and `Put(&v)`, a variable of the function that leads to memory. */
export function pooledVariable(put: Node, fn: GoFunction, pkg: Package): GoSymbol | undefined {
  const [given] = argumentsOf(put);
  if (given === undefined) return undefined;
  const plain = unparen(given);
  const isAddress = plain.kind === 'unary_expression' && plain.text.startsWith('&');
  const name = isAddress ? plain.child('operand') : plain;
  const symbol = name?.kind === 'identifier' ? pkg.symbolOf(name) : undefined;
  if (symbol?.owner !== fn.node) return undefined;
  const type = pkg.types.ofExpression(name ?? plain);
  const leads =
    type.kind === 'pointer' ||
    type.kind === 'slice' ||
    (type.kind === 'composite' && type.form === 'map_type');
  return leads ? symbol : undefined;
}
