import { argumentsOf, calleeOf, isCall, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { Type } from '../../semantic/types.ts';
import type { Node } from '../../syntax/tree.ts';
import { short } from '../code-text.ts';
import { definitionsOf } from '../definitions.ts';
import { unconverted } from '../value-use.ts';
import { countedBy } from './counter.ts';
import { declarationsOf } from './declarations-elsewhere.ts';
import { integerConstant } from './integer-constant.ts';

/** Why an integer is an index, a count or an identifier, and no address. */
export interface PlainNumber {
  /** The node that shows it. */
  readonly at: Node;
  /** A clause: "`idx` is an `int`". */
  readonly why: string;
  /** Whether its type is as wide as a pointer on some system that has no C. */
  readonly isWord: boolean;
}

/** Addresses below this one belong to nothing: the runtime throws where it meets one as a pointer. */
const minimalAddress = 4096n;

/** Variables and functions are followed this deep. */
const deepest = 6;

/** What shows that an integer is no address; undefined where it may be one. */
export function plainNumber(integer: Node, pkg: Package, depth = 0): PlainNumber | undefined {
  const expression = unparen(integer);
  const value = integerConstant(expression, pkg);
  if (value !== undefined) {
    const isSmall = value > 0n && value < minimalAddress;
    return isSmall
      ? { at: expression, why: `it is the constant ${String(value)}`, isWord: false }
      : undefined;
  }
  if (depth > deepest) return undefined;
  if (expression.kind === 'binary_expression') return ofSum(expression, pkg, depth);
  if (isCall(expression)) return ofCall(expression, pkg, depth);
  if (!expression.is('identifier', 'selector_expression')) return undefined;
  if (expression.kind === 'identifier') {
    const symbol = pkg.symbolOf(expression);
    if (symbol?.kind !== 'variable') return undefined;
    if (symbol.role === 'local') return ofLocal(expression, pkg, depth);
  }
  return ofType(expression, pkg) ?? countedBy(expression, pkg);
}

/** Every part of it is a number, and not all of it a constant. */
function ofSum(sum: Node, pkg: Package, depth: number): PlainNumber | undefined {
  const parts = [sum.child('left'), sum.child('right')].filter((part) => part !== undefined);
  const found = parts.map((part) => plainNumber(part, pkg, depth + 1));
  const isNumber = parts.every(
    (part, index) => found[index] !== undefined || integerConstant(part, pkg) !== undefined,
  );
  const varying = found.find(
    (one, index) => one !== undefined && integerConstant(parts[index] ?? sum, pkg) === undefined,
  );
  return isNumber ? varying : undefined;
}

function ofCall(call: Node, pkg: Package, depth: number): PlainNumber | undefined {
  const callee = calleeOf(call, pkg);
  switch (callee.kind) {
    case 'conversion': {
      const [operand, ...more] = argumentsOf(call);
      return operand === undefined || more.length > 0 ? undefined : plainNumber(operand, pkg, depth + 1);
    }
    case 'builtin':
      return callee.name === 'len' || callee.name === 'cap'
        ? { at: call, why: `\`${short(call)}\` is a length`, isWord: false }
        : undefined;
    case 'c':
      return ofType(call, pkg);
    case 'package':
    case 'function':
    case 'method':
      return ofType(call, pkg) ?? countedBy(call, pkg) ?? ofResult(call, pkg, depth);
    default:
      return undefined;
  }
}

/** A function of the module all of whose returns give a number. */
function ofResult(call: Node, pkg: Package, depth: number): PlainNumber | undefined {
  const found = declarationsOf(call, pkg);
  let number: PlainNumber | undefined;
  for (const { declaration, home } of found) {
    const returns = declaration.child('body')?.allOutside('func_literal', 'return_statement') ?? [];
    if (returns.length === 0) return undefined;
    for (const statement of returns) {
      const list = statement.children[0];
      const value = list?.kind === 'expression_list' ? list.children[0] : list;
      const one = value === undefined ? undefined : plainNumber(value, home, depth + 1);
      // What is 0 becomes a nil pointer, which is fine.
      if (one === undefined && (value === undefined || integerConstant(value, home) !== 0n)) return undefined;
      number ??= one;
    }
  }
  return number === undefined
    ? undefined
    : { at: call, why: `\`${short(call)}\` gives no more than a count or an index`, isWord: number.isWord };
}

/** A local that nothing but numbers are put into. */
function ofLocal(mention: Node, pkg: Package, depth: number): PlainNumber | undefined {
  const symbol = pkg.symbolOf(mention);
  if (symbol === undefined) return undefined;
  const definitions = definitionsOf(symbol, pkg);
  const typed = ofType(mention, pkg);
  if (typed !== undefined) {
    const isAddress = definitions.some(
      ({ value }) => value !== undefined && isPointer(pkg.types.ofExpression(unconverted(value, pkg))),
    );
    return isAddress ? undefined : typed;
  }
  let number: PlainNumber | undefined;
  for (const { value, updates, target } of definitions) {
    if (updates && value === undefined && target.parent?.is('inc_statement', 'dec_statement') === true) {
      number ??= { at: target, why: `\`${symbol.name}\` is counted up`, isWord: false };
      continue;
    }
    const one = value === undefined || updates ? undefined : plainNumber(value, pkg, depth + 1);
    if (one === undefined && (value === undefined || integerConstant(value, pkg) !== 0n)) return undefined;
    number ??= one;
  }
  return number;
}

/** A type that no address fits into, or that nobody keeps one in. */
function ofType(expression: Node, pkg: Package): PlainNumber | undefined {
  const type = pkg.types.ofExpression(expression);
  if (type.kind !== 'basic' && type.kind !== 'c') return undefined;
  const name = type.kind === 'c' ? `C.${type.name}` : type.name;
  const isNarrow = type.kind === 'c' ? narrowOfC.test(type.name) : narrowOfGo.test(type.name);
  if (!isNarrow || namesAddress.test(expression.text)) return undefined;
  return {
    at: expression,
    why: `\`${short(expression)}\` is of the type \`${name}\``,
    isWord: /32|^C\.u?int$/.test(name),
  };
}

/** An `int` is wide enough for an address, but it is not what code keeps one in. */
const narrowOfGo = /^(u?int|u?int(8|16|32)|byte|rune)$/;
const narrowOfC = /^(u?(char|short|int)|schar|u?int(8|16|32)_t|g?u?int|enum_\w+)$/;
const namesAddress = /addr|ptr|pointer|base|mem|handle|hwnd/i;

function isPointer({ kind }: Type): boolean {
  return kind === 'pointer' || kind === 'unsafe-pointer';
}
