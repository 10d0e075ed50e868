import { argumentsOf, calleeOf, isCall, packageMember, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import { isIntegerText, repeatedConstant } from '../../semantic/type-constants.ts';
import type { Node } from '../../syntax/tree.ts';

/** Named constants inside of named constants are followed this deep. */
const deepest = 8;

/** The value of a constant integer: a number, a constant of Go or C, sums, products and conversions of such. */
export function integerConstant(node: Node, pkg: Package, depth = 0): bigint | undefined {
  const expression = unparen(node);
  switch (expression.kind) {
    case 'int_literal': {
      const text = expression.text.replaceAll('_', '');
      return isIntegerText(text) ? BigInt(/^0[0-7]+$/.test(text) ? `0o${text.slice(1)}` : text) : undefined;
    }
    case 'nil':
      // `uintptr(unsafe.Pointer(nil)) + 16`.
      return 0n;
    case 'identifier': {
      const [symbol, ...others] = pkg.symbolsOf(expression);
      if (symbol?.kind !== 'constant' || others.length > 0 || depth >= deepest) return undefined;
      const { value } = repeatedConstant(symbol);
      return value === undefined ? undefined : integerConstant(value, pkg, depth + 1);
    }
    case 'selector_expression': {
      const member = packageMember(expression, pkg);
      if (member?.path === 'math') return mathLimit(member.name);
      return member?.path === 'C' ? pkg.types.scope.cTypes?.constantOf(member.name) : undefined;
    }
    case 'unary_expression':
      return ofUnary(expression, pkg, depth);
    case 'binary_expression':
      return ofBinary(expression, pkg, depth);
    default: {
      if (!isCall(expression) || calleeOf(expression, pkg).kind !== 'conversion') return undefined;
      const [operand, ...more] = argumentsOf(expression);
      return operand === undefined || more.length > 0 ? undefined : integerConstant(operand, pkg, depth);
    }
  }
}

/** `math.MaxInt32` and its kin of a fixed width. */
function mathLimit(name: string): bigint | undefined {
  const [, end, unsigned, bits] = /^(Max|Min)(Ui|I)nt(8|16|32|64)$/.exec(name) ?? [];
  if (bits === undefined) return undefined;
  const half = 1n << (BigInt(bits) - 1n);
  if (end === 'Min') return unsigned === 'I' ? -half : undefined;
  return (unsigned === 'Ui' ? half * 2n : half) - 1n;
}

function ofUnary(expression: Node, pkg: Package, depth: number): bigint | undefined {
  const operand = expression.child('operand');
  const value = operand === undefined ? undefined : integerConstant(operand, pkg, depth);
  if (value === undefined) return undefined;
  if (expression.text.startsWith('-')) return -value;
  return expression.text.startsWith('^') ? ~value : undefined;
}

function ofBinary(expression: Node, pkg: Package, depth: number): bigint | undefined {
  const [left, right] = [expression.child('left'), expression.child('right')];
  if (left === undefined || right === undefined) return undefined;
  const a = integerConstant(left, pkg, depth);
  const b = a === undefined ? undefined : integerConstant(right, pkg, depth);
  if (a === undefined || b === undefined) return undefined;
  switch (expression.child('operator')?.kind) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '|':
      return a | b;
    case '<<':
      return b >= 0n && b < 64n ? a << b : undefined;
    case '>>':
      return b >= 0n && b < 64n ? a >> b : undefined;
    case '/':
      return b === 0n ? undefined : a / b;
    default:
      return undefined;
  }
}
