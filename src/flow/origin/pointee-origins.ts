import { isCall, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import { definitionsOf } from '../definitions.ts';
import { unknownAt } from './origin.ts';
import type { Origin, OriginQuery } from './origin.ts';
import { isPoolGet, pooledOrigins } from './pooled-origins.ts';

/** Pointers are followed through this many variables. */
const deepest = 4;

/**
 * Where the value leads that a pointer points to: known for `*bp` where a pool gives `bp`, a pointer to a slice as a
 * rule. Whoever has another pointer may have set what it points to.
 */
export function pointeeOrigins(pointer: Node, query: OriginQuery, depth = 0): readonly Origin[] {
  const expression = unparen(pointer);
  if (expression.kind === 'type_assertion_expression') {
    const operand = expression.child('operand');
    return operand === undefined ? unknownAt(expression) : pointeeOrigins(operand, query, depth);
  }
  if (isCall(expression) && isPoolGet(expression, query))
    return pooledOrigins(expression, (made) => behindMade(made, query), query);
  const symbol = expression.kind === 'identifier' ? query.package.symbolOf(expression) : undefined;
  if (symbol?.kind !== 'variable' || symbol.role !== 'local' || depth >= deepest)
    return unknownAt(expression);
  const given = definitionsOf(symbol, query.package).flatMap(({ value }) =>
    value === undefined ? unknownAt(expression) : pointeeOrigins(value, query, depth + 1),
  );
  if (given.some(({ kind }) => kind === 'unknown')) return given;
  return [...given, ...storedThrough(symbol, query.package).flatMap((value) => query.allOf(value))];
}

/** What a pool's new object points to: `b := make([]byte, n); return &b`, `return &[]byte{…}`, `return new([]byte)`. */
function behindMade(made: Node, query: OriginQuery): readonly Origin[] {
  const expression = unparen(made);
  const operand =
    expression.kind === 'unary_expression' && expression.text.startsWith('&')
      ? expression.child('operand')
      : undefined;
  if (operand === undefined) return unknownAt(expression);
  return unparen(operand).kind === 'identifier' ? query.behindAddress(expression) : query.allOf(operand);
}

/** `*bp = value`. */
function storedThrough(symbol: GoSymbol, pkg: Package): readonly Node[] {
  return pkg.bindings.usesOf(symbol).flatMap((use) => {
    const target = use.parent;
    const list = target?.kind === 'unary_expression' ? target.parent : undefined;
    if (target === undefined || list?.kind !== 'expression_list' || list.field !== 'left') return [];
    const values = list.parent?.child('right')?.children ?? [];
    return values[list.children.indexOf(target)] ?? [];
  });
}
