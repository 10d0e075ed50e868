import { argumentsOf, calleeOf, isCall, unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import { isReadable } from '../syntax/go-file.ts';
import type { Node } from '../syntax/tree.ts';

/**
 * The string over whose bytes an expression makes a slice or pointer without a copy: `unsafe.StringData(s)`,
 * `unsafe.Slice(unsafe.StringData(s), n)`, `*(*[]byte)(unsafe.Pointer(&s))`, and a call of a function of the package
 * that returns one of these of its parameter.
 */
export function viewedString(written: Node, pkg: Package): Node | undefined {
  const expression = unparen(written);
  if (expression.kind === 'unary_expression' && expression.text.startsWith('*'))
    return reinterpreted(expression, pkg);
  if (expression.kind === 'slice_expression') {
    const operand = expression.child('operand');
    return operand === undefined ? undefined : viewedString(operand, pkg);
  }
  if (!isCall(expression)) return undefined;
  const callee = calleeOf(expression, pkg);
  const [first] = argumentsOf(expression);
  if (first === undefined) return undefined;
  if (callee.kind === 'package' && callee.path === 'unsafe') {
    if (callee.name === 'StringData') return first;
    return callee.name === 'Slice' ? viewedString(first, pkg) : undefined;
  }
  if (callee.kind === 'conversion') {
    // `(*byte)(unsafe.Pointer(unsafe.StringData(s)))`
    const to = pkg.types.ofExpression(expression);
    return to.kind === 'pointer' || to.kind === 'unsafe-pointer' ? viewedString(first, pkg) : undefined;
  }
  if (callee.kind !== 'function') return undefined;
  return callee.symbols.every(({ declaration }) => viewsItsParameter(declaration.parent, pkg))
    ? first
    : undefined;
}

/** The `s` of `*(*[]byte)(unsafe.Pointer(&s))`. */
function reinterpreted(expression: Node, pkg: Package): Node | undefined {
  if (pkg.types.ofExpression(expression).kind !== 'slice') return undefined;
  const conversion = unparen(expression.child('operand') ?? expression);
  const pointer = isCall(conversion) ? argumentsOf(conversion)[0] : undefined;
  const address =
    pointer !== undefined && isCall(unparen(pointer)) ? argumentsOf(unparen(pointer))[0] : undefined;
  const plain = address === undefined ? undefined : unparen(address);
  if (plain?.kind !== 'unary_expression' || !plain.text.startsWith('&')) return undefined;
  const operand = plain.child('operand');
  return operand !== undefined && isString(operand, pkg) ? operand : undefined;
}

function isString(expression: Node, pkg: Package): boolean {
  const type = pkg.types.ofExpression(expression);
  return type.kind === 'basic' && type.name === 'string';
}

/** Whether a function has one parameter, and every return gives a view of it. */
function viewsItsParameter(declaration: Node | undefined, pkg: Package): boolean {
  const body = declaration?.child('body');
  const names = declaration?.child('parameters')?.children.flatMap((one) => one.childrenOf('name')) ?? [];
  const [name] = names;
  const parameter = name === undefined || names.length > 1 ? undefined : pkg.symbolOf(name);
  if (declaration?.kind !== 'function_declaration' || body === undefined || parameter === undefined)
    return false;
  if (!isReadable(parameter.file, declaration)) return false;
  const returns = body.allOutside('func_literal', 'return_statement');
  return (
    returns.length > 0 &&
    returns.every((statement) => {
      const results = statement.children[0]?.children ?? [];
      const [result] = results;
      // A call of itself would not come to an end.
      if (result === undefined || results.length > 1 || isCallOfFunction(result, pkg))
        return result?.kind === 'nil';
      const viewed = viewedString(result, pkg);
      return viewed !== undefined && pkg.symbolOf(unparen(viewed)) === parameter;
    })
  );
}

function isCallOfFunction(result: Node, pkg: Package): boolean {
  const plain = unparen(result);
  return isCall(plain) && calleeOf(plain, pkg).kind === 'function';
}
