import { unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';
import { unconverted } from '../value-use.ts';

const dataNames =
  /^_?(p|pv|lp)?_?(user|user_?(data|ptr|info|arg|context)|opaque|priv(ate)?(_?data)?|ctx|context|info|refcon|closure|cookie|(app|client)_?(data|ctx)|data|arg|self|baton)$/i;

/**
 * Whether a store gives a struct of C what its callbacks get back: a `void *` under one of the usual names that leads to
 * a value of Go, and not to the bytes of a buffer.
 */
export function isUserData(target: Node, pointer: Node, pkg: Package): boolean {
  const field = target.kind === 'selector_expression' ? target.child('field')?.text : undefined;
  if (field === undefined || !dataNames.test(field) || isBuffer(pointer, pkg)) return false;
  return pkg.types.ofExpression(pointer).kind === 'unsafe-pointer';
}

/** `&b[0]`, `unsafe.SliceData(b)`: elements, which C reads or writes itself. */
export function isBuffer(pointer: Node, pkg: Package): boolean {
  const expression = unconverted(pointer, pkg);
  if (/^unsafe\.(SliceData|StringData)\(/.test(expression.text)) return true;
  const operand = expression.kind === 'unary_expression' ? expression.child('operand') : undefined;
  return operand !== undefined && unparen(operand).kind === 'index_expression';
}
