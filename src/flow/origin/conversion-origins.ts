import { argumentsOf, calleeOf } from '../../semantic/callee.ts';
import { nameOf } from '../../semantic/type.ts';
import type { Type } from '../../semantic/types.ts';
import type { Node } from '../../syntax/tree.ts';
import { isInteger, madeOfInteger } from './integer-origins.ts';
import { unknownAt } from './origin.ts';
import type { Origin, OriginQuery } from './origin.ts';

/** `*(*[]byte)(p)`: the grammar takes the star into the type of the conversion. */
export function isDereference(expression: Node): boolean {
  return expression.kind === 'type_conversion_expression' && expression.text.startsWith('*');
}

/** Where the value of a conversion leads; undefined for a call that is none. */
export function conversionOrigins(call: Node, query: OriginQuery): readonly Origin[] | undefined {
  const { package: pkg } = query;
  const callee = calleeOf(call, pkg);
  if (callee.kind !== 'conversion') return undefined;
  const [operand, ...more] = argumentsOf(call);
  if (operand === undefined || more.length > 0) return unknownAt(call);
  const to = pkg.types.ofTypeNode(callee.type);
  const from = pkg.types.ofExpression(operand);
  // []byte(s) and string(b) copy into Go memory; a conversion between slice types does not.
  if (to.kind === 'slice' && isString(from)) return [{ kind: 'go-heap', at: call }];
  if (isString(to) && from.kind === 'slice') return [{ kind: 'string-data', at: call }];
  if (isHandle(to) || isHandle(from)) return handleOrigins(call, operand, query);
  const isPointer = to.kind === 'pointer' || to.kind === 'unsafe-pointer';
  return isPointer && isInteger(from) ? madeOfInteger(operand, query) : query.allOf(operand);
}

/** A handle is known by its type, wherever it comes from. */
function handleOrigins(call: Node, operand: Node, query: OriginQuery): readonly Origin[] {
  const origins = query.allOf(operand);
  return origins.length > 0 && origins.every(({ kind }) => kind === 'handle')
    ? origins
    : [{ kind: 'handle', at: call }];
}

function isHandle(type: Type): boolean {
  const name = nameOf(type);
  return name?.path === 'runtime/cgo' && name.name === 'Handle';
}

function isString(type: Type): boolean {
  return type.kind === 'basic' && type.name === 'string';
}
