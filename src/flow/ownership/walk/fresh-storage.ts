import { calleeOf, isCall, unparen } from '../../../semantic/callee.ts';
import type { Package } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import type { Node } from '../../../syntax/tree.ts';
import { definitionsOf } from '../../definitions.ts';
import type { FunctionFlow } from '../../function-flow.ts';

/**
 * Whether what is stored at a path of a variable stays within the function for as long as the variable does: a struct,
 * slice, array or map that the function itself made.
 */
export function isOwnStorage(
  symbol: GoSymbol,
  path: readonly string[],
  flow: FunctionFlow,
  pkg: Package,
): boolean {
  if (path.length === 0) return true;
  const isOfThis =
    symbol.owner !== undefined &&
    (symbol.owner === flow.function.node || symbol.owner.contains(flow.function.node));
  if (!isOfThis || (symbol.role !== 'local' && symbol.role !== 'result')) return false;
  const definitions = definitionsOf(symbol, pkg).filter(({ updates }) => !updates);
  const type = pkg.types.ofSymbol(symbol);
  // Declared without a value, a struct or array is there, a pointer is not.
  const isValue = type.kind === 'array' || type.kind === 'named' || type.kind === 'c';
  const isStruct = type.kind === 'composite' && type.form === 'struct_type';
  const values = definitions.flatMap(({ target, value }) => {
    const isAddress = target.parent?.kind === 'unary_expression';
    return isAddress ? [] : [value];
  });
  if (values.length === 0) return isValue || isStruct || type.kind === 'slice';
  return values.every((value) => value !== undefined && isMadeHere(value, symbol, pkg));
}

/** `T{…}`, `&T{…}`, `new(T)`, `make([]T, n)`, `append(s, …)`, `s[:0]` of itself, nil. */
function isMadeHere(value: Node, symbol: GoSymbol, pkg: Package): boolean {
  const expression = unparen(value);
  switch (expression.kind) {
    case 'composite_literal':
    case 'nil':
      return true;
    case 'unary_expression': {
      const operand = expression.child('operand');
      return (
        expression.text.startsWith('&') &&
        operand !== undefined &&
        unparen(operand).kind === 'composite_literal'
      );
    }
    case 'slice_expression': {
      const operand = expression.child('operand');
      return operand?.kind === 'identifier' && pkg.symbolOf(operand) === symbol;
    }
    default: {
      if (!isCall(expression)) return false;
      const callee = calleeOf(expression, pkg);
      if (callee.kind !== 'builtin') return false;
      if (callee.name === 'new' || callee.name === 'make') return true;
      const first = expression.child('arguments')?.children[0];
      if (callee.name !== 'append' || first === undefined) return false;
      return (
        (first.kind === 'identifier' && pkg.symbolOf(first) === symbol) || isMadeHere(first, symbol, pkg)
      );
    }
  }
}
