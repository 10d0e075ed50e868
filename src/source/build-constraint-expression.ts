import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';

/** A condition over build tags. */
export type BuildExpression =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'not'; readonly operand: BuildExpression }
  | { readonly kind: 'all' | 'any'; readonly operands: readonly BuildExpression[] };

/** The bounds of go/build/constraint, which refuses what is larger. */
const maxOperands = 1000;
const maxPlusBuildOperators = 100;

const tagPattern = /[\p{L}\p{Nd}_.]+/uy;

export const always: BuildExpression = { kind: 'constant', value: true };
export const never: BuildExpression = { kind: 'constant', value: false };

export function tag(name: string): BuildExpression {
  return { kind: 'tag', tag: name };
}

export function not(operand: BuildExpression): BuildExpression {
  if (operand.kind === 'constant') return operand.value ? never : always;
  return { kind: 'not', operand };
}

/** The conjunction; of nothing, what always holds. */
export function all(operands: readonly BuildExpression[]): BuildExpression {
  return joined('all', operands, never, always);
}

/** The disjunction; of nothing, what never holds. */
export function any(operands: readonly BuildExpression[]): BuildExpression {
  return joined('any', operands, always, never);
}

/** Operands of the same kind are taken in; `absorbing` decides alone, `neutral` adds nothing. */
function joined(
  kind: 'all' | 'any',
  operands: readonly BuildExpression[],
  absorbing: BuildExpression,
  neutral: BuildExpression,
): BuildExpression {
  const flat = operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand]));
  const value = absorbing.kind === 'constant' && absorbing.value;
  if (flat.some((operand) => operand.kind === 'constant' && operand.value === value)) return absorbing;
  const rest = flat.filter((operand) => operand.kind !== 'constant');
  const [only] = rest;
  if (only === undefined) return neutral;
  return rest.length === 1 ? only : { kind, operands: rest };
}

/** The expression of a `//go:build` line, by the grammar of go/build/constraint. */
export function parseExpression(text: string): Result<BuildExpression> {
  return new ExpressionReader(text).read();
}

/** The expression of a `// +build` line: spaces mean or, commas and. A word that is no tag reads as `ignore`. */
export function parsePlusBuild(text: string): Result<BuildExpression> {
  const clauses = text.split(/\s+/).filter((clause) => clause !== '');
  if (clauses.length === 0) return ok(tag('ignore'));
  const literals = clauses.map((clause) => clause.split(','));
  const operators = literals.reduce((sum, clause) => sum + clause.length, 0) - 1;
  if (operators > maxPlusBuildOperators) return err('the expression is too complex for a `// +build` line');
  return ok(any(literals.map((clause) => all(clause.map(plusBuildLiteral)))));
}

/** The tags that an expression speaks of. */
export function tagsOf(expression: BuildExpression, into = new Set<string>()): Set<string> {
  switch (expression.kind) {
    case 'constant':
      break;
    case 'tag':
      into.add(expression.tag);
      break;
    case 'not':
      tagsOf(expression.operand, into);
      break;
    default:
      for (const operand of expression.operands) tagsOf(operand, into);
  }
  return into;
}

/** As a `//go:build` line writes it; `true` and `false` for constants, which such a line cannot say. */
export function formatExpression(expression: BuildExpression): string {
  switch (expression.kind) {
    case 'constant':
      return String(expression.value);
    case 'tag':
      return expression.tag;
    case 'not':
      return `!${formatOperand(expression.operand)}`;
    default:
      return expression.operands.map(formatOperand).join(expression.kind === 'all' ? ' && ' : ' || ');
  }
}

function formatOperand(expression: BuildExpression): string {
  const text = formatExpression(expression);
  return expression.kind === 'all' || expression.kind === 'any' ? `(${text})` : text;
}

function plusBuildLiteral(literal: string): BuildExpression {
  if (literal.startsWith('!!') || literal === '!') return tag('ignore');
  const name = literal.replace(/^!/, '');
  const operand = tag(/^[\p{L}\p{Nd}_.]+$/u.test(name) ? name : 'ignore');
  return literal.startsWith('!') ? not(operand) : operand;
}

/** Reads by recursive descent; the first mistake is kept and ends the reading. */
class ExpressionReader {
  private readonly text: string;
  private offset = 0;
  /** The token that was read last: a tag, an operator, or empty at the end. */
  private token = '';
  private tokenIsTag = false;
  private operands = 0;
  private mistake: string | undefined;

  constructor(text: string) {
    this.text = text;
  }

  read(): Result<BuildExpression> {
    this.advance();
    const expression = this.readAny();
    if (this.token !== '') this.fail(`there is an unexpected \`${this.token}\``);
    return this.mistake === undefined ? ok(expression) : err(this.mistake);
  }

  private readAny(): BuildExpression {
    const operands = [this.readAll()];
    while (this.accept('||')) operands.push(this.readAll());
    return any(operands);
  }

  private readAll(): BuildExpression {
    const operands = [this.readNot()];
    while (this.accept('&&')) operands.push(this.readNot());
    return all(operands);
  }

  private readNot(): BuildExpression {
    if (++this.operands > maxOperands) this.fail('the expression is too large');
    if (!this.accept('!')) return this.readAtom();
    if (this.token === '!') this.fail('a double negation is not allowed');
    return not(this.readAtom());
  }

  private readAtom(): BuildExpression {
    if (this.accept('(')) {
      const inner = this.readAny();
      if (!this.accept(')')) this.fail('a closing parenthesis is missing');
      return inner;
    }
    const name = this.token;
    if (!this.tokenIsTag) {
      this.fail(name === '' ? 'the expression ends too early' : `there is an unexpected \`${name}\``);
      return always;
    }
    this.advance();
    return tag(name);
  }

  private accept(token: string): boolean {
    if (this.token !== token) return false;
    this.advance();
    return true;
  }

  private advance(): void {
    while (this.text[this.offset] === ' ' || this.text[this.offset] === '\t') this.offset++;
    const start = this.offset;
    this.token = '';
    this.tokenIsTag = false;
    if (start >= this.text.length) return;
    const operator = /^(?:[()!]|&&|\|\|)/.exec(this.text.slice(start, start + 2))?.[0];
    tagPattern.lastIndex = start;
    const name = operator === undefined ? tagPattern.exec(this.text)?.[0] : undefined;
    this.token = operator ?? name ?? '';
    this.tokenIsTag = name !== undefined;
    if (this.token === '') {
      const character = String.fromCodePoint(this.text.codePointAt(start) ?? 0);
      this.fail(`\`${character}\` is no part of a build constraint`);
    }
    this.offset += this.token.length;
  }

  /** Behind a mistake the text is at its end, so that every loop stops. */
  private fail(mistake: string): void {
    this.mistake ??= mistake;
    this.offset = this.text.length;
    this.token = '';
    this.tokenIsTag = false;
  }
}
