import { onceFor } from '../base/once-for.ts';
import { packageMember, unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import type { Condition } from './cfg.ts';

/** Something known to be true or false at a point of a function, under a key that equal conditions share. */
export interface Fact {
  readonly key: string;
  readonly value: boolean;
  /** The variables it speaks of: a change of one ends it. */
  readonly symbols: readonly GoSymbol[];
}

/** The facts that hold at a point, by key. */
export type FactSet = ReadonlyMap<string, Fact>;

export function nilKey(place: string): string {
  return `nil(${place})`;
}

export function nonEmptyKey(place: string): string {
  return `nonempty(${place})`;
}

export function nonZeroKey(place: string): string {
  return `nonzero(${place})`;
}

export function negativeKey(place: string): string {
  return `negative(${place})`;
}

/** A variable that is nil where a status does not say failure, and only there: `err := check(rc)`. */
export function nilUnlessKey(error: string, failing: string): string {
  return `nilunless(${error};${failing})`;
}

export function isNonZeroKey(key: string): boolean {
  return key.startsWith('nonzero(');
}

/**
 * An expression's text with each variable as its symbol, and each import as its path: equal texts are equal
 * expressions, whatever shadows what.
 */
export function canonical(node: Node, pkg: Package): string {
  const expression = unparen(node);
  // Most are a variable alone.
  if (expression.kind === 'identifier') return placeOfName(expression, pkg);
  const known = textsIn(pkg);
  let text = known.get(expression);
  if (text === undefined) {
    text = canonicalText(expression, pkg);
    known.set(expression, text);
  }
  return text;
}

const textsIn = onceFor((_pkg: Package) => new Map<Node, string>());

function canonicalText(expression: Node, pkg: Package): string {
  const parts: string[] = [];
  const visit = (current: Node): void => {
    if (current.kind === 'comment') return;
    const children = current.subtreeEnd === current.id + 1 ? [] : current.allChildren;
    if (current.kind === 'parenthesized_expression' && current.children[0] !== undefined) {
      visit(current.children[0]);
    } else if (children.length === 0 || current.kind === 'interpreted_string_literal') {
      const isName = current.kind === 'identifier' || current.kind === 'type_identifier';
      parts.push(isName ? placeOfName(current, pkg) : current.text);
    } else {
      children.forEach(visit);
    }
  };
  visit(expression);
  return parts.join(' ');
}

function placeOfName(name: Node, pkg: Package): string {
  const symbol = pkg.symbolOf(name);
  // An import is a symbol of each file: what it stands for is the same in all of them.
  if (symbol?.kind === 'package' && symbol.importPath !== undefined) return symbol.importPath;
  return symbol === undefined ? name.text : `#${String(symbol.id)}`;
}

export function symbolsIn(node: Node, pkg: Package): GoSymbol[] {
  return node.all('identifier').flatMap((identifier) => {
    const symbol = pkg.symbolOf(identifier);
    return symbol?.kind === 'variable' ? [symbol] : [];
  });
}

/** What is known once a condition went one way. */
export function factsOfCondition(condition: Condition, pkg: Package): Fact[] {
  switch (condition.kind) {
    case 'iterates':
      return factsOfRound(condition.over, pkg);
    case 'equals':
      return compare('==', condition.left, condition.right, condition.value, pkg);
    case 'expression':
      return factsOfExpression(condition.node, condition.value, pkg);
  }
}

/** What a round of a range loop says: there is an element, or the number of rounds is not 0; of others nothing. */
function factsOfRound(over: Node, pkg: Package): Fact[] {
  const type = pkg.types.underlying(pkg.types.ofExpression(over));
  const symbols = symbolsIn(over, pkg);
  if (type.kind === 'basic' && type.name !== 'string') {
    return [{ key: nonZeroKey(canonical(withoutNumericConversion(over), pkg)), value: true, symbols }];
  }
  const isCalledOrWaitedFor = type.kind === 'composite' && type.form !== 'map_type';
  return isCalledOrWaitedFor ? [] : [{ key: nonEmptyKey(canonical(over, pkg)), value: true, symbols }];
}

function factsOfExpression(node: Node, value: boolean, pkg: Package): Fact[] {
  const expression = unparen(node);
  if (expression.kind === 'unary_expression' && expression.text.startsWith('!')) {
    const operand = expression.child('operand');
    return operand === undefined ? [] : factsOfExpression(operand, !value, pkg);
  }
  const operator = expression.kind === 'binary_expression' ? expression.child('operator')?.kind : undefined;
  const [left, right] = [expression.child('left'), expression.child('right')];
  // Both sides of a true conjunction are true, of a false disjunction false.
  if (left !== undefined && right !== undefined && operator === (value ? '&&' : '||')) {
    return [...factsOfExpression(left, value, pkg), ...factsOfExpression(right, value, pkg)];
  }
  if (operator !== undefined && left !== undefined && right !== undefined && isComparison(operator)) {
    return compare(operator, left, right, value, pkg);
  }
  return [{ key: canonical(expression, pkg), value, symbols: symbolsIn(expression, pkg) }];
}

type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

function isComparison(operator: string): operator is Comparison {
  return ['==', '!=', '<', '<=', '>', '>='].includes(operator);
}

const mirrored: Readonly<Record<Comparison, Comparison>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

const negated: Readonly<Record<Comparison, Comparison>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

function compare(written: Comparison, a: Node, b: Node, value: boolean, pkg: Package): Fact[] {
  const swap = isConstant(a, pkg) || (lengthOf(b, pkg) !== undefined && lengthOf(a, pkg) === undefined);
  const [left, right] = swap && !isConstant(b, pkg) ? [b, a] : [a, b];
  const direction = left === a ? written : mirrored[written];
  const holds = value ? direction : negated[direction];
  const symbols = [...symbolsIn(a, pkg), ...symbolsIn(b, pkg)];
  const facts = [orderFact(direction, left, right, value, pkg, symbols)];
  const place = canonical(withoutNumericConversion(left), pkg);
  if (unparen(right).kind === 'nil') {
    facts.push({ key: nilKey(place), value: holds === '==', symbols });
  } else if (isEmptyString(right)) {
    facts.push({ key: nonEmptyKey(place), value: holds !== '==', symbols });
  } else {
    const length = lengthOf(left, pkg);
    const above = comparedToZero(holds, right, pkg);
    if (length !== undefined && above !== undefined) {
      facts.push({
        key: nonEmptyKey(length),
        value: above,
        symbols: [...symbols, ...lengthSymbols(left, pkg)],
      });
    }
    const isCount = length !== undefined || isUnsigned(left, pkg);
    facts.push(
      ...(isCount ? countFacts(above, place, symbols) : signFacts(holds, right, place, symbols, pkg)),
    );
    const otherLength = lengthOf(right, pkg);
    if (length !== undefined && otherLength !== undefined) {
      facts.push(...relativeLengths(holds, length, otherLength, symbols));
    }
  }
  return facts;
}

function countFacts(above: boolean | undefined, place: string, symbols: readonly GoSymbol[]): Fact[] {
  return above === undefined ? [] : [{ key: nonZeroKey(place), value: above, symbols }];
}

/**
 * What a comparison with a constant says of a number that may be negative, a status of C above all: whether it is
 * zero, and whether it is below. Compared with what is not constant it is taken for a count.
 */
function signFacts(
  holds: Comparison,
  right: Node,
  place: string,
  symbols: readonly GoSymbol[],
  pkg: Package,
): Fact[] {
  if (constantValue(right, pkg) === undefined)
    return countFacts(holds === '>' ? true : undefined, place, symbols);
  const sign = signOf(right, pkg);
  // A constant whose value is not known here is a size where it is a bound, and may be zero where it is compared.
  if (sign === undefined) return countFacts(['>', '>='].includes(holds) ? true : undefined, place, symbols);
  const facts: Fact[] = [];
  const nonZero = {
    '==': sign !== 0,
    '!=': sign === 0 ? true : undefined,
    '>': sign >= 0 ? true : undefined,
    '>=': sign > 0 ? true : undefined,
    '<': sign <= 0 ? true : undefined,
    '<=': sign < 0 ? true : undefined,
  }[holds];
  const negative = {
    '==': sign < 0,
    '!=': undefined,
    '>': sign >= 0 ? false : undefined,
    '>=': sign >= 0 ? false : undefined,
    '<': sign <= 0 ? true : undefined,
    '<=': sign < 0 ? true : undefined,
  }[holds];
  facts.push(...countFacts(nonZero, place, symbols));
  if (negative !== undefined) facts.push({ key: negativeKey(place), value: negative, symbols });
  return facts;
}

/** -1, 0 or 1 where the value of a constant is known. */
function signOf(node: Node, pkg: Package): number | undefined {
  const expression = unparen(node);
  if (expression.kind === 'int_literal') return Math.sign(Number(expression.text.replace(/_/g, '')));
  if (expression.kind === 'unary_expression' && expression.text.startsWith('-')) {
    const operand = expression.child('operand');
    const sign = operand === undefined ? undefined : signOf(operand, pkg);
    return sign === undefined ? undefined : -sign;
  }
  if (expression.kind === 'identifier') {
    const signs = pkg.symbolsOf(expression).map((symbol) => {
      const value = symbol.kind === 'constant' ? symbol.value?.node : undefined;
      return value?.kind === 'int_literal' ? signOf(value, pkg) : undefined;
    });
    // Under different build constraints the value may differ, and its sign with it.
    return signs.every((sign) => sign === signs[0]) ? signs[0] : undefined;
  }
  const member = packageMember(expression, pkg);
  const constant = member?.path === 'C' ? pkg.c.constant(member.name) : undefined;
  return constant?.kind === 'integer' ? Number(constant.value > 0n) - Number(constant.value < 0n) : undefined;
}

function isUnsigned(node: Node, pkg: Package): boolean {
  const type = pkg.types.ofExpression(node);
  if (type.kind === 'basic') return type.name.startsWith('uint') || type.name === 'byte';
  return type.kind === 'c' && /^(u(int|long|short|char|longlong|int\d+_t)|size_t)$/.test(type.name);
}

/** `a` has at least as many elements as `b`. */
export function atLeastKey(a: string, b: string): string {
  return `atleast(${a};${b})`;
}

function relativeLengths(holds: Comparison, a: string, b: string, symbols: readonly GoSymbol[]): Fact[] {
  const atLeast = (x: string, y: string): Fact => ({ key: atLeastKey(x, y), value: true, symbols });
  switch (holds) {
    case '==':
      return [atLeast(a, b), atLeast(b, a)];
    case '>':
    case '>=':
      return [atLeast(a, b)];
    case '<':
    case '<=':
      return [atLeast(b, a)];
    case '!=':
      return [];
  }
}

export function lessKey(a: string, b: string): string {
  return `${a}<${b}`;
}

/** The comparison itself under one key for all its spellings: `a != b`, `!(a == b)`; `a > b`, `b < a`, `!(a <= b)`. */
function orderFact(
  direction: Comparison,
  left: Node,
  right: Node,
  value: boolean,
  pkg: Package,
  symbols: readonly GoSymbol[],
): Fact {
  const [l, r] = [canonical(left, pkg), canonical(right, pkg)];
  switch (direction) {
    case '==':
      return { key: `${l}==${r}`, value, symbols };
    case '!=':
      return { key: `${l}==${r}`, value: !value, symbols };
    case '<':
      return { key: lessKey(l, r), value, symbols };
    case '>=':
      return { key: lessKey(l, r), value: !value, symbols };
    case '>':
      return { key: lessKey(r, l), value, symbols };
    case '<=':
      return { key: lessKey(r, l), value: !value, symbols };
  }
}

/** Whether `x OP right` says that a length or count x is above zero (true), is zero (false), or neither. */
function comparedToZero(holds: Comparison, right: Node, pkg: Package): boolean | undefined {
  const bound = constantValue(right, pkg);
  if (bound === undefined) return holds === '>' ? true : undefined;
  switch (holds) {
    case '==':
      return bound > 0;
    case '!=':
      return bound === 0 ? true : undefined;
    case '>':
      return bound >= 0 ? true : undefined;
    case '>=':
      return bound >= 1 ? true : undefined;
    case '<':
      return bound <= 1 ? false : undefined;
    case '<=':
      return bound <= 0 ? false : undefined;
  }
}

/**
 * The value of an integer constant as far as its sign matters: a literal's own, 1 for a named constant
 * (a size, a header's macro), undefined for what is not constant.
 */
export function constantValue(node: Node, pkg: Package): number | undefined {
  const expression = unparen(node);
  if (expression.kind === 'int_literal') return Number(expression.text.replace(/_/g, ''));
  const sign = signOf(expression, pkg);
  if (sign !== undefined) return sign;
  if (expression.kind === 'identifier') {
    const symbols = pkg.symbolsOf(expression);
    const mayDiffer = symbols.length > 1 && symbols.some(({ value }) => value?.node.kind === 'int_literal');
    return !mayDiffer && symbols[0]?.kind === 'constant' ? 1 : undefined;
  }
  const member = packageMember(expression, pkg);
  if (member !== undefined)
    return /^[A-Z][A-Z0-9_]*$/.test(member.name) || member.path !== 'C' ? 1 : undefined;
  if (expression.kind === 'binary_expression') {
    const [left, right] = [expression.child('left'), expression.child('right')];
    if (left === undefined || right === undefined) return undefined;
    const [l, r] = [constantValue(left, pkg), constantValue(right, pkg)];
    return l !== undefined && r !== undefined ? (l > 0 && r > 0 ? 1 : undefined) : undefined;
  }
  return undefined;
}

function isConstant(node: Node, pkg: Package): boolean {
  const expression = unparen(node);
  return (
    expression.is('nil', 'true', 'false') ||
    isEmptyString(expression) ||
    constantValue(expression, pkg) !== undefined
  );
}

function isEmptyString(node: Node): boolean {
  const text = unparen(node).text;
  return text === '""' || text === '``';
}

/** The place whose length an expression is: `len(x)`, a conversion of it, or a variable that holds just that. */
function lengthOf(node: Node, pkg: Package): string | undefined {
  const measured = measuredPlace(node, pkg);
  return measured === undefined ? undefined : canonical(measured, pkg);
}

function lengthSymbols(node: Node, pkg: Package): GoSymbol[] {
  const measured = measuredPlace(node, pkg);
  return measured === undefined ? [] : symbolsIn(measured, pkg);
}

/** `x` of `int(x)` or `C.size_t(x)`: a conversion of a count changes nothing about its being zero. */
export function withoutNumericConversion(node: Node): Node {
  const expression = unparen(node);
  const callee = expression.kind === 'call_expression' ? expression.child('function') : undefined;
  const [argument, ...more] = expression.child('arguments')?.children ?? [];
  const converts =
    callee !== undefined &&
    /^(u?int\d*|uintptr|C\.(u?int|u?long|u?longlong|size_t|s?size_t|u?int\d+_t))$/.test(callee.text);
  return converts && argument !== undefined && more.length === 0
    ? withoutNumericConversion(argument)
    : expression;
}

export function measuredPlace(node: Node, pkg: Package): Node | undefined {
  const expression = unparen(node);
  if (expression.kind === 'call_expression') {
    const callee = expression.child('function');
    const argument = expression.child('arguments')?.children[0];
    if (callee === undefined || argument === undefined) return undefined;
    if (callee.text === 'len' && pkg.symbolOf(callee) === undefined) return argument;
    const inner = withoutNumericConversion(expression);
    return inner === expression ? undefined : measuredPlace(inner, pkg);
  }
  if (expression.kind !== 'identifier') return undefined;
  const symbol = pkg.symbolOf(expression);
  if (symbol?.value?.count !== 1 || !isAssignedOnce(symbol, pkg)) return undefined;
  const measured = measuredPlace(symbol.value.node, pkg);
  // The count is of the value that the place had when it was taken.
  const isStale = (measured === undefined ? [] : symbolsIn(measured, pkg)).some((one) =>
    pkg.bindings
      .usesOf(one)
      .some((use) => isTarget(use) && mayRunBetween(use, symbol.declaration, expression)),
  );
  return isStale ? undefined : measured;
}

/** Whether a node may run behind one and before another that stands behind that: it stands between, or a loop leads back. */
function mayRunBetween(node: Node, first: Node, last: Node): boolean {
  if (node.start <= first.start) return false;
  if (node.start < last.start) return true;
  const loop = last.ancestor('for_statement', 'func_literal');
  if (loop === undefined || loop.contains(first)) return false;
  return loop.contains(node) || mayRunBetween(node, first, loop);
}

/** Whether an identifier is assigned where it stands, or its address taken. */
function isTarget(use: Node): boolean {
  const parent = use.parent;
  if (parent?.is('inc_statement', 'dec_statement') === true) return true;
  if (parent?.kind === 'unary_expression' && parent.text.startsWith('&')) return true;
  return parent?.kind === 'expression_list' && parent.field === 'left';
}

/** Whether a variable only ever has the value of its declaration. */
export function isAssignedOnce(symbol: GoSymbol, pkg: Package): boolean {
  let once = assignedOnce.get(symbol);
  if (once === undefined) {
    once = pkg.bindings.usesOf(symbol).every((use) => use === symbol.declaration || !isTarget(use));
    assignedOnce.set(symbol, once);
  }
  return once;
}

const assignedOnce = new WeakMap<GoSymbol, boolean>();
