import type { MacroDefinition } from '../syntax/c-macro-definitions.ts';
import { cTokens } from '../syntax/c-tokens.ts';
import type { CToken } from '../syntax/c-tokens.ts';
import {
  asType,
  castType,
  commonType,
  complement,
  converted,
  dataModels,
  integerLiteral,
  intType,
  negated,
  operation,
  sizeOfType,
} from './c-integers.ts';
import type { DataModel, TypedInteger } from './c-integers.ts';

/** What the names in a constant expression stand for. */
export interface ConstantNames {
  /** All definitions of a macro; undefined for what is none. */
  readonly macro: (name: string) => readonly MacroDefinition[] | undefined;
  /** The value of an enumerator; undefined where it is not known. */
  readonly enumerator: (name: string) => bigint | undefined;
}

/** A token, or the value that a macro with several equal definitions has. */
interface ExpressionToken extends Pick<CToken, 'kind' | 'text'> {
  readonly value?: TypedInteger;
  /** The macros that it comes from: they are not replaced in it again (C11 6.10.3.4). */
  readonly hidden: readonly string[];
}

/** Macros may stand for so many tokens in one expression, and nest so deep; longer texts are no constants. */
const maximalTokens = 2000;
const maximalLength = 4000;
const maximalDepth = 64;

/**
 * The value of an integer constant expression, macros and enumerators replaced; undefined where a name in it is not
 * known, where definitions of a macro differ in value, and where it depends on the system or is not defined by C.
 */
export function integerValue(text: string, names: ConstantNames): bigint | undefined {
  const quick = integerLiteral(text.trim(), dataModels[1] ?? { long: 64, pointer: 64 });
  if (quick !== undefined) return quick.value;
  const values = dataModels.map((model) => new Evaluation(names, model).valueOf(text)?.value);
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}

/** The one string literal that a macro's body stands for, through other macros; undefined for anything else. */
export function stringValue(text: string, names: ConstantNames): string | undefined {
  let body = text.trim();
  for (let step = 0; step < maximalDepth; step++) {
    while (/^\([^()]*\)$/.test(body)) body = body.slice(1, -1).trim();
    // A string with escapes or of several parts has a value that has to be put together.
    const literal = /^"([^"\\]*)"$/.exec(body)?.[1];
    if (literal !== undefined) return literal;
    const definitions = /^[A-Za-z_]\w*$/.test(body) ? names.macro(body) : undefined;
    const [first] = definitions ?? [];
    if (first === undefined || definitions?.some((one) => !isCertain(one, first)) !== false) return undefined;
    body = first.body;
  }
  return undefined;
}

function isCertain(definition: MacroDefinition, first: MacroDefinition): boolean {
  return !definition.isDefault && definition.parameters === undefined && definition.body === first.body;
}

/** Operators of several characters, longest first; one token of {@link cTokens} is one character. */
const operators = ['<<', '>>', '&&', '||', '==', '!=', '<=', '>=', '##'];

function expressionTokens(text: string): ExpressionToken[] {
  const tokens = cTokens(text);
  const found: ExpressionToken[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    const next = tokens[i + 1];
    if (token === undefined) break;
    const pair = token.text + (next?.start === token.end ? next.text : '');
    const isPair = token.kind === 'punctuation' && operators.includes(pair);
    found.push({ kind: token.kind, text: isPair ? pair : token.text, hidden: [] });
    if (isPair) i++;
  }
  return found;
}

const precedence: ReadonlyMap<string, number> = new Map([
  ['||', 1], ['&&', 2], ['|', 3], ['^', 4], ['&', 5], ['==', 6], ['!=', 6], ['<', 7], ['>', 7], ['<=', 7],
  ['>=', 7], ['<<', 8], ['>>', 8], ['+', 9], ['-', 9], ['*', 10], ['/', 10], ['%', 10],
]); // prettier-ignore

const typeWord = /^(unsigned|signed|char|short|int|long|size_t|uintptr_t|u?int(8|16|32|64)_t)$/;

/** One way through an expression, for one data model. A value that is not known ends it. */
class Evaluation {
  private readonly names: ConstantNames;
  private readonly model: DataModel;
  private budget = maximalTokens;

  constructor(names: ConstantNames, model: DataModel) {
    this.names = names;
    this.model = model;
  }

  valueOf(text: string): TypedInteger | undefined {
    return text.length > maximalLength ? undefined : this.evaluated(expressionTokens(text), 0);
  }

  private evaluated(tokens: readonly ExpressionToken[], depth: number): TypedInteger | undefined {
    const expanded = depth > maximalDepth ? undefined : this.expanded(tokens, depth);
    return expanded === undefined
      ? undefined
      : new ExpressionParser(expanded, this.names, this.model).whole();
  }

  /** The tokens with macros replaced; undefined where what stands for one is not known. */
  private expanded(tokens: readonly ExpressionToken[], depth: number): ExpressionToken[] | undefined {
    const work = [...tokens].reverse();
    const found: ExpressionToken[] = [];
    for (let token = work.pop(); token !== undefined; token = work.pop()) {
      if (--this.budget < 0) return undefined;
      const { text, hidden } = token;
      const definitions =
        token.kind === 'word' && !hidden.includes(text) ? this.names.macro(text) : undefined;
      const [first] = definitions ?? [];
      if (definitions === undefined || first === undefined) {
        found.push(token);
        continue;
      }
      const isUnknown = definitions.some(
        ({ isDefault, body }) => isDefault === true || body.length > maximalLength,
      );
      if (isUnknown || hidden.length >= maximalDepth) return undefined;
      const hiding = [...hidden, text];
      if (definitions.every(({ parameters }) => parameters === undefined)) {
        const agreed = this.agreed(definitions, hiding, depth);
        if (agreed === undefined) return undefined;
        work.push(...agreed.reverse());
      } else {
        if (definitions.length > 1) return undefined;
        const body = this.called(first, work, hiding, depth);
        if (body === undefined) return undefined;
        work.push(...body.reverse());
      }
    }
    return found;
  }

  /** What an object-like macro stands for: its body, or the one value that all of its bodies have. */
  private agreed(
    definitions: readonly MacroDefinition[],
    hidden: readonly string[],
    depth: number,
  ): ExpressionToken[] | undefined {
    const [first, ...others] = definitions.map(({ body }) =>
      expressionTokens(body).map((token) => ({ ...token, hidden })),
    );
    if (first === undefined) return undefined;
    const written = JSON.stringify(first);
    if (others.every((one) => JSON.stringify(one) === written)) return first;
    const values = [first, ...others].map((one) => this.evaluated(one, depth + 1));
    const [value] = values;
    const isOne = values.every(
      (one) => one !== undefined && one.value === value?.value && sameType(one, value),
    );
    return value !== undefined && isOne ? [{ kind: 'number', text: '', value, hidden }] : undefined;
  }

  /** The body of a function-like macro with its arguments, which are taken from the tokens that follow. */
  private called(
    definition: MacroDefinition,
    work: ExpressionToken[],
    hidden: readonly string[],
    depth: number,
  ): ExpressionToken[] | undefined {
    const given = takeArguments(work);
    const parameters = definition.parameters ?? [];
    if (given === undefined || parameters.some((name) => name.endsWith('...'))) return undefined;
    const values = parameters.length === 0 && given.length === 1 && given[0]?.length === 0 ? [] : given;
    if (values.length !== parameters.length) return undefined;
    const byName = new Map<string, ExpressionToken[]>();
    for (const [index, name] of parameters.entries()) {
      const argument = this.expanded(values[index] ?? [], depth + 1);
      if (argument === undefined) return undefined;
      byName.set(name, argument);
    }
    const body = expressionTokens(definition.body);
    // Tokens that are pasted or made a string are new ones.
    if (body.some(({ text }) => text.startsWith('#'))) return undefined;
    return body.flatMap((token): ExpressionToken[] => byName.get(token.text) ?? [{ ...token, hidden }]);
  }
}

function sameType(a: TypedInteger, b: TypedInteger): boolean {
  return a.type.rank === b.type.rank && a.type.isUnsigned === b.type.isUnsigned;
}

/** Takes `(a, b)` from the end of a reversed list of tokens; undefined where no bracket, or no whole one, stands there. */
function takeArguments(work: ExpressionToken[]): ExpressionToken[][] | undefined {
  if (work.pop()?.text !== '(') return undefined;
  const found: ExpressionToken[][] = [[]];
  let depth = 0;
  for (let token = work.pop(); token !== undefined; token = work.pop()) {
    if (token.text === ')' && depth-- === 0) return found;
    if (token.text === '(') depth++;
    if (token.text === ',' && depth === 0) found.push([]);
    else found[found.length - 1]?.push(token);
  }
  return undefined;
}

/** Reads an expression without macros (C11 6.6). */
class ExpressionParser {
  private readonly tokens: readonly ExpressionToken[];
  private readonly names: ConstantNames;
  private readonly model: DataModel;
  private position = 0;
  private depth = 0;

  constructor(tokens: readonly ExpressionToken[], names: ConstantNames, model: DataModel) {
    this.tokens = tokens;
    this.names = names;
    this.model = model;
  }

  whole(): TypedInteger | undefined {
    const value = this.conditional();
    return this.position === this.tokens.length ? value : undefined;
  }

  private get text(): string {
    return this.tokens[this.position]?.text ?? '';
  }

  private take(text: string): boolean {
    if (this.text !== text) return false;
    this.position++;
    return true;
  }

  private conditional(): TypedInteger | undefined {
    const condition = this.binary(1);
    if (!this.take('?')) return condition;
    const yes = this.conditional();
    if (!this.take(':')) return undefined;
    const no = this.conditional();
    if (condition === undefined || yes === undefined || no === undefined) return undefined;
    const chosen = condition.value !== 0n ? yes : no;
    return asType(chosen, commonType(yes.type, no.type, this.model), this.model);
  }

  private binary(lowest: number): TypedInteger | undefined {
    let left = this.unary();
    for (;;) {
      const operator = this.text;
      const level = precedence.get(operator) ?? 0;
      if (level < lowest || left === undefined) return left;
      this.position++;
      const right = this.binary(level + 1);
      if (right === undefined) return undefined;
      left = operation(operator, left, right, this.model);
    }
  }

  private unary(): TypedInteger | undefined {
    if (++this.depth > maximalDepth) return undefined;
    const value = this.operand();
    this.depth--;
    return value;
  }

  private operand(): TypedInteger | undefined {
    const token = this.tokens[this.position++];
    if (token?.value !== undefined) return token.value;
    switch (token?.kind) {
      case 'number':
        return integerLiteral(token.text, this.model);
      case 'literal':
        return characterValue(token.text);
      case 'word':
        return token.text === 'sizeof' ? this.size() : this.named(token.text);
      case 'punctuation':
        return this.operator(token.text);
      default:
        return undefined;
    }
  }

  private operator(text: string): TypedInteger | undefined {
    if (text === '(') {
      const words = this.typeWords();
      if (words !== undefined) {
        const type = castType(words, this.model);
        const value = this.unary();
        return type === undefined || value === undefined
          ? undefined
          : converted(value.value, type, this.model);
      }
      const inner = this.conditional();
      return this.take(')') ? inner : undefined;
    }
    const value = this.unary();
    if (value === undefined) return undefined;
    if (text === '-') return negated(value, this.model);
    if (text === '~') return complement(value, this.model);
    if (text === '!') return { value: value.value === 0n ? 1n : 0n, type: intType };
    return text === '+' ? value : undefined;
  }

  private size(): TypedInteger | undefined {
    const words = this.take('(') ? this.typeWords() : undefined;
    return words === undefined ? undefined : sizeOfType(words, this.model);
  }

  /** The words of a basic type up to the bracket that closes them; undefined where something else stands there. */
  private typeWords(): string[] | undefined {
    let end = this.position;
    while (typeWord.test(this.tokens[end]?.text ?? '')) end++;
    if (end === this.position || this.tokens[end]?.text !== ')') return undefined;
    const words = this.tokens.slice(this.position, end).map(({ text }) => text);
    this.position = end + 1;
    return words;
  }

  private named(name: string): TypedInteger | undefined {
    const value = this.names.enumerator(name);
    // A larger one has a type that the compiler chooses.
    return value === undefined || BigInt.asIntN(32, value) !== value ? undefined : { value, type: intType };
  }
}

const escapes: ReadonlyMap<string, number> = new Map([
  ['\\0', 0], ['\\a', 7], ['\\b', 8], ['\\t', 9], ['\\n', 10], ['\\v', 11], ['\\f', 12], ['\\r', 13],
  ['\\\\', 92], ["\\'", 39], ['\\"', 34],
]); // prettier-ignore

/** `'a'` is an int; one outside of ASCII, or of several characters, is the compiler's choice. */
function characterValue(text: string): TypedInteger | undefined {
  const inner = /^'(\\?[^'\\]|\\[\\'])'$/.exec(text)?.[1];
  if (inner === undefined) return undefined;
  const code = inner.startsWith('\\') ? escapes.get(inner) : inner.charCodeAt(0);
  return code === undefined || code > 127 ? undefined : { value: BigInt(code), type: intType };
}
