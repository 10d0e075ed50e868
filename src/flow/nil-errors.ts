import { calleeOf, unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { Node } from '../syntax/tree.ts';
import { isAssignedOnce } from './conditions.ts';

/** Whether an error value is nil (true) or surely not (false). */
export function isNilError(value: Node, pkg: Package): boolean | undefined {
  const expression = unparen(value);
  if (expression.kind === 'nil') return true;
  if (expression.kind === 'composite_literal') return false;
  if (expression.kind === 'unary_expression') return expression.text.startsWith('&') ? false : undefined;
  if (expression.kind === 'identifier') return isErrorOfPackage(expression, pkg) ? false : undefined;
  if (!expression.is('call_expression', 'type_conversion_expression')) return undefined;
  const callee = calleeOf(expression, pkg);
  if (callee.kind === 'package') return makingErrors.has(`${callee.path}.${callee.name}`) ? false : undefined;
  // A value of a numeric type in an interface is not nil.
  const type =
    callee.kind === 'conversion' ? pkg.types.underlying(pkg.types.ofTypeNode(callee.type)) : undefined;
  return type?.kind === 'basic' || type?.kind === 'c' ? false : undefined;
}

/** `var errClosed = errors.New(…)`, which nothing in the package changes. */
function isErrorOfPackage(name: Node, pkg: Package): boolean {
  const symbol = pkg.symbolOf(name);
  if (symbol?.role !== 'package-level' || symbol.value?.count !== 1) return false;
  const value = unparen(symbol.value.node);
  const isMade = value.kind === 'call_expression' && isNilError(value, pkg) === false;
  return isMade && isAssignedOnce(symbol, pkg);
}

const makingErrors = new Set(['errors.New', 'fmt.Errorf']);
