import { cTokens } from './c-tokens.ts';
import type { CToken } from './c-tokens.ts';
import { attributeWords, qualifierWords, soundsLikeAttribute } from './c-words.ts';

/** One `#define`. */
export interface MacroDefinition {
  /** Undefined for an object-like macro. A last one `...` stands for `__VA_ARGS__`. */
  readonly parameters: readonly string[] | undefined;
  /** Without comments at its ends; joined lines keep their backslashes as blanks. */
  readonly body: string;
}

/** The macros of a text by name, under every condition. */
export type MacroTable = ReadonlyMap<string, readonly MacroDefinition[]>;

export function macroDefinitions(tokens: readonly CToken[]): MacroTable {
  const table = new Map<string, MacroDefinition[]>();
  for (const { kind, text } of tokens) {
    const match =
      kind === 'directive'
        ? /^#\s*define\s+(\w+)(?:\(([^()]*)\))?([^]*)$/.exec(text.replace(/\\\r?\n/g, '  '))
        : null;
    const name = match?.[1];
    if (match === null || name === undefined) continue;
    const definition: MacroDefinition = {
      parameters: match[2]
        ?.split(',')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
      body: (match[3] ?? '').replace(/\/\*[^]*?(?:\*\/|$)|\/\/.*/g, ' ').trim(),
    };
    const known = table.get(name);
    if (known === undefined) table.set(name, [definition]);
    else known.push(definition);
  }
  return table;
}

/** Whether a macro leaves a declaration's type as it is: every definition of it is empty or made of attributes. */
export function isAttributeMacro(name: string, table: MacroTable, depth = 0): boolean {
  const definitions = table.get(name);
  if (definitions === undefined || depth > 4) return false;
  return definitions.every(({ body }) => isAttributeText(body, table, depth));
}

function isAttributeText(body: string, table: MacroTable, depth: number): boolean {
  if (body === '') return true;
  let nesting = 0;
  let takesArguments = false;
  for (const { kind, text } of cTokens(body)) {
    if (text === '(' || text === '[') {
      if (nesting++ === 0 && !takesArguments && text === '(') return false;
    } else if (text === ')' || text === ']') nesting--;
    else if (nesting > 0) continue;
    else if (kind === 'literal') {
      if (text !== '"C"') return false;
    } else if (kind !== 'word' || !isAttributeWord(text, table, depth)) return false;
    takesArguments = nesting === 0 && kind === 'word';
  }
  return nesting === 0;
}

function isAttributeWord(word: string, table: MacroTable, depth: number): boolean {
  if (attributeWords.has(word) || word === 'extern' || word === 'static') return true;
  if (qualifierWords.has(word)) return word !== 'const' && word !== '_Atomic';
  if (table.has(word)) return isAttributeMacro(word, table, depth + 1);
  return soundsLikeAttribute(word);
}

/** Whether a macro of one parameter gives it back with attributes around: `#define LIB_FUNC(type) extern API type`. */
export function isTypeMacro(name: string, table: MacroTable): boolean {
  const definitions = table.get(name);
  return (
    definitions?.every(({ parameters, body }) => {
      const [parameter] = parameters ?? [];
      if (parameter === undefined || parameters?.length !== 1) return false;
      const words = cTokens(body).filter(({ text }) => text === parameter);
      const rest = body.replace(new RegExp(`\\b${parameter}\\b`), ' ').trim();
      return words.length === 1 && isAttributeText(rest, table, 0);
    }) ?? false
  );
}
