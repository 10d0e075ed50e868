import { argumentsOf, calleeOf, isCall, unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { Node } from '../syntax/tree.ts';
import {
  canonical,
  constantValue,
  isAssignedOnce,
  lessKey,
  measuredPlace,
  nonEmptyKey,
  nonZeroKey,
  withoutNumericConversion,
} from './conditions.ts';
import type { FactSet } from './conditions.ts';

const noFacts: FactSet = new Map();

/** What the facts at a point say of the lengths of slices and strings, and of counts, as expressions. */
export class Lengths {
  private readonly pkg: Package;

  constructor(pkg: Package) {
    this.pkg = pkg;
  }

  /** Whether a slice or string expression has at least one element (true), has none (false), or nobody knows. */
  isNonEmpty(node: Node, facts: FactSet): boolean | undefined {
    const expression = unparen(node);
    const known = facts.get(nonEmptyKey(canonical(expression, this.pkg)));
    if (known !== undefined) return known.value;
    switch (expression.kind) {
      case 'interpreted_string_literal':
      case 'raw_string_literal':
        return expression.text.length > 2;
      case 'composite_literal':
        return this.isLiteralFilled(expression);
      case 'nil':
        return false;
      case 'binary_expression':
        return this.isConcatenationFilled(expression, facts);
      case 'slice_expression':
        return this.isSlicingFilled(expression, facts);
      case 'identifier':
        return this.isFixedValueFilled(expression);
      case 'call_expression':
      case 'type_conversion_expression':
        return this.isCallFilled(expression, facts);
      default:
        return undefined;
    }
  }

  /** Whether a count is above zero on every path. */
  isPositive(node: Node, facts: FactSet): boolean {
    const expression = unparen(node);
    const constant = constantValue(expression, this.pkg);
    if (constant !== undefined) return constant > 0;
    if (facts.get(nonZeroKey(canonical(withoutNumericConversion(expression), this.pkg)))?.value === true)
      return true;
    const measured = measuredPlace(expression, this.pkg);
    if (measured !== undefined && this.isNonEmpty(measured, facts) === true) return true;
    if (isCall(expression)) return this.isCallPositive(expression, facts);
    if (expression.kind !== 'binary_expression') return false;
    const [left, right] = [expression.child('left'), expression.child('right')];
    if (left === undefined || right === undefined) return false;
    switch (expression.child('operator')?.kind) {
      // Sizes are not negative: a sum with one positive part is positive.
      case '+':
        return this.isPositive(left, facts) || this.isPositive(right, facts);
      case '*':
      case '<<':
        return (
          this.isPositive(left, facts) && (this.isPositive(right, facts) || expression.text.includes('<<'))
        );
      default:
        return false;
    }
  }

  /**
   * The expressions with as many elements as an expression: what a conversion converts, what a copy copies, what is
   * sliced from end to end, what `make` measures.
   */
  sameLengthAs(node: Node): Node | undefined {
    const expression = unparen(node);
    if (expression.is('identifier', 'selector_expression')) return expression;
    if (expression.kind === 'slice_expression') {
      const [start, end] = [expression.child('start'), expression.child('end')];
      if (start !== undefined && this.zeroOrPositive(start) !== 0) return undefined;
      if (end !== undefined) return measuredPlace(end, this.pkg);
      const operand = expression.child('operand');
      return operand === undefined ? undefined : this.sameLengthAs(operand);
    }
    if (!isCall(expression)) return undefined;
    const callee = calleeOf(expression, this.pkg);
    const parameters = argumentsOf(expression);
    const [first, second] = parameters;
    if (callee.kind === 'conversion') {
      return first === undefined || parameters.length !== 1 ? undefined : this.sameLengthAs(first);
    }
    if (callee.kind === 'builtin' && callee.name === 'make')
      return second === undefined ? undefined : measuredPlace(second, this.pkg);
    const copied = this.copiedWhole(expression);
    return copied === undefined ? undefined : this.sameLengthAs(copied);
  }

  /** `n` of `make([]T, n)` and of `b[:n]`: how many elements the slice has. */
  sizeOf(node: Node): Node | undefined {
    const expression = unparen(node);
    if (expression.kind === 'slice_expression') {
      const start = expression.child('start');
      const isFromStart = start === undefined || this.zeroOrPositive(start) === 0;
      return isFromStart ? expression.child('end') : undefined;
    }
    if (!isCall(expression)) return undefined;
    const callee = calleeOf(expression, this.pkg);
    return callee.kind === 'builtin' && callee.name === 'make' ? argumentsOf(expression)[1] : undefined;
  }

  /** A constant, and a variable of the package that nobody assigns, have the length of their value. */
  private isFixedValueFilled(name: Node): boolean | undefined {
    const symbol = this.pkg.symbolOf(name);
    const value = symbol?.value?.count === 1 ? symbol.value.node : undefined;
    if (symbol === undefined || value === undefined || value.kind === 'identifier') return undefined;
    const isFixed =
      symbol.kind === 'constant' ||
      (symbol.role === 'package-level' &&
        /^[^\p{Lu}]/u.test(symbol.name) &&
        this.pkg.symbolsOf(name).length === 1 &&
        isAssignedOnce(symbol, this.pkg));
    return isFixed ? this.isNonEmpty(value, noFacts) : undefined;
  }

  /** A literal without elements is an empty slice, and an array as long as its type says. */
  private isLiteralFilled(literal: Node): boolean | undefined {
    if ((literal.child('body')?.children.length ?? 0) > 0) return true;
    return this.pkg.types.ofExpression(literal).kind === 'slice' ? false : undefined;
  }

  private isConcatenationFilled(expression: Node, facts: FactSet): boolean | undefined {
    if (expression.child('operator')?.kind !== '+') return undefined;
    const parts = [expression.child('left'), expression.child('right')];
    const filled = parts.some((part) => part !== undefined && this.isNonEmpty(part, facts) === true);
    return filled ? true : undefined;
  }

  /** Slicing panics where there are not so many elements: what comes back has as many as the bounds say. */
  private isSlicingFilled(expression: Node, facts: FactSet): boolean | undefined {
    const [operand, start, end] = ['operand', 'start', 'end'].map((field) => expression.child(field));
    if (operand === undefined) return undefined;
    const from = start === undefined ? 0 : this.zeroOrPositive(start);
    if (end === undefined) {
      if (from === 0) return this.isNonEmpty(operand, facts) ?? this.isArrayFilled(operand);
      return start !== undefined && this.isBelowLength(start, operand, facts) ? true : undefined;
    }
    if (this.zeroOrPositive(end) === 0) return false;
    if (from === 0) return this.isPositive(end, facts) ? true : undefined;
    if (start === undefined) return undefined;
    if (canonical(start, this.pkg) === canonical(end, this.pkg)) return false;
    if (start.kind === 'int_literal' && end.kind === 'int_literal')
      return Number(end.text) > Number(start.text);
    return this.isSumAbove(end, start, facts) ? true : undefined;
  }

  /** `i+n` for an `i` and a positive `n`. */
  private isSumAbove(sum: Node, part: Node, facts: FactSet): boolean {
    const expression = unparen(sum);
    if (expression.kind !== 'binary_expression' || expression.child('operator')?.kind !== '+') return false;
    const [left, right] = [expression.child('left'), expression.child('right')];
    if (left === undefined || right === undefined) return false;
    const wanted = canonical(part, this.pkg);
    return (
      (canonical(left, this.pkg) === wanted && this.isPositive(right, facts)) ||
      (canonical(right, this.pkg) === wanted && this.isPositive(left, facts))
    );
  }

  /** Whether `i < len(b)` was tested. */
  private isBelowLength(index: Node, slice: Node, facts: FactSet): boolean {
    const key = lessKey(canonical(index, this.pkg), `len ( ${canonical(slice, this.pkg)} )`);
    return facts.get(key)?.value === true;
  }

  private isArrayFilled(operand: Node): boolean | undefined {
    const type = this.pkg.types.underlying(this.pkg.types.ofExpression(operand));
    const array = type.kind === 'pointer' ? this.pkg.types.underlying(type.element) : type;
    return array.kind === 'array' && array.length !== undefined ? array.length > 0 : undefined;
  }

  private isCallFilled(expression: Node, facts: FactSet): boolean | undefined {
    const callee = calleeOf(expression, this.pkg);
    const parameters = argumentsOf(expression);
    const [first, second] = parameters;
    if (callee.kind === 'conversion') {
      return first === undefined || parameters.length !== 1 ? undefined : this.isNonEmpty(first, facts);
    }
    if (callee.kind === 'builtin' && callee.name === 'make' && second !== undefined) {
      if (this.zeroOrPositive(second) === 0) return false;
      return this.isPositive(second, facts) ? true : undefined;
    }
    if (callee.kind === 'builtin' && callee.name === 'append' && first !== undefined)
      return this.isAppendFilled(first, second, facts);
    const copied = this.copiedWhole(expression);
    return copied === undefined ? undefined : this.isNonEmpty(copied, facts);
  }

  private isAppendFilled(first: Node, second: Node | undefined, facts: FactSet): boolean | undefined {
    const before = this.isNonEmpty(first, facts);
    if (before === true || second === undefined) return before;
    if (second.kind !== 'variadic_argument') return true;
    const spread = second.children[0];
    const added = spread === undefined ? undefined : this.isNonEmpty(spread, facts);
    return added === true ? true : before === false ? added : undefined;
  }

  private isCallPositive(call: Node, facts: FactSet): boolean {
    const callee = calleeOf(call, this.pkg);
    const parameters = argumentsOf(call);
    if (callee.kind === 'conversion') {
      return parameters.length === 1 && parameters.every((one) => this.isPositive(one, facts));
    }
    if (callee.kind !== 'builtin') return false;
    if (callee.name === 'max') return parameters.some((one) => this.isPositive(one, facts));
    return callee.name === 'min' && parameters.every((one) => this.isPositive(one, facts));
  }

  /** The `b` of `append([]T(nil), b...)`, `append(c[:0], b...)`, `bytes.Clone(b)` and their kin. */
  private copiedWhole(call: Node): Node | undefined {
    const callee = calleeOf(call, this.pkg);
    const [first, second] = argumentsOf(call);
    if (callee.kind === 'package') {
      return cloning.has(`${callee.path}.${callee.name}`) ? first : undefined;
    }
    if (callee.kind !== 'builtin' || callee.name !== 'append' || first === undefined) return undefined;
    if (second?.kind !== 'variadic_argument' || this.isNonEmpty(first, noFacts) !== false) return undefined;
    return second.children[0];
  }

  /** 0 for the constant zero, 1 for a constant above it, undefined for what is not constant. */
  private zeroOrPositive(node: Node): 0 | 1 | undefined {
    const constant = constantValue(node, this.pkg);
    return constant === undefined ? undefined : constant === 0 ? 0 : 1;
  }
}

/** Standard functions that copy a slice or string. */
const cloning = new Set(['bytes.Clone', 'slices.Clone', 'strings.Clone']);
