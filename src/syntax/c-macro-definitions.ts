import { cTokens } from './c-tokens.ts';
import type { CToken } from './c-tokens.ts';
import { attributeWords, qualifierWords, soundsLikeAttribute } from './c-words.ts';

/** One `#define`. */
export interface MacroDefinition {
  /** Undefined for an object-like macro. A last one `...` stands for `__VA_ARGS__`. */
  readonly parameters: readonly string[] | undefined;
  /** Without comments at its ends; joined lines keep their backslashes as blanks. */
  readonly body: string;
  /** Whether it holds only where nobody else defines the name: it stands under `#ifndef` of its own name. */
  readonly isDefault?: true;
}

/** The macros of a text by name, under every condition. */
export type MacroTable = ReadonlyMap<string, readonly MacroDefinition[]>;

/** Gives the definitions of a macro, all of them where there are several; undefined for what is none. */
export interface MacroLookup {
  readonly get: (name: string) => readonly MacroDefinition[] | undefined;
  readonly has: (name: string) => boolean;
}

/** The macros that other files give to a text: those of the headers that it includes, above all. */
export type MacrosElsewhere = (name: string) => readonly MacroDefinition[] | undefined;

/** The macros that a text can use, and a record of those that it asked others for. */
export class VisibleMacros implements MacroLookup {
  /** What was asked for and is not the text's own, with the answer: a reading is the same where the answers are. */
  readonly asked = new Map<string, readonly MacroDefinition[] | undefined>();
  private readonly own: MacroTable;
  private readonly elsewhere: MacrosElsewhere;

  constructor(own: MacroTable, elsewhere: MacrosElsewhere) {
    this.own = own;
    this.elsewhere = elsewhere;
  }

  get(name: string): readonly MacroDefinition[] | undefined {
    const own = this.own.get(name);
    if (own !== undefined) return own;
    let answer = this.asked.get(name);
    if (answer === undefined && !this.asked.has(name)) {
      answer = this.elsewhere(name);
      this.asked.set(name, answer);
    }
    return answer;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }
}

/** Whether a text that asked for some macros reads the same where others answer. */
export function readsTheSame(asked: AskedMacros, elsewhere: MacrosElsewhere): boolean {
  for (const [name, answer] of asked) if (!areEqual(answer, elsewhere(name))) return false;
  return true;
}

/** Macros that a text asked others for, with the answers. */
export type AskedMacros = ReadonlyMap<string, readonly MacroDefinition[] | undefined>;

function areEqual(
  a: readonly MacroDefinition[] | undefined,
  b: readonly MacroDefinition[] | undefined,
): boolean {
  if (a === b) return true;
  if (a?.length !== b?.length) return false;
  return (a ?? []).every((one, index) => {
    const other = b?.[index];
    return one.body === other?.body && one.parameters?.join() === other.parameters?.join();
  });
}

export function macroDefinitions(tokens: readonly CToken[]): MacroTable {
  const table = new Map<string, MacroDefinition[]>();
  /** For each `#if` that is open, the name that has to be undefined; empty where it asks for something else. */
  const undefinedNames: string[] = [];
  for (const { kind, text } of tokens) {
    if (kind === 'directive') followCondition(text, undefinedNames);
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
      body: (match[3] ?? '')
        .replace(/"(?:[^"\\]|\\.)*"|\/\*[^]*?(?:\*\/|$)|\/\/.*/g, (part) =>
          part.startsWith('"') ? part : ' ',
        )
        .trim(),
      ...(undefinedNames.includes(name) ? { isDefault: true as const } : {}),
    };
    const known = table.get(name);
    if (known === undefined) table.set(name, [definition]);
    else known.push(definition);
  }
  return table;
}

/** The macros of several texts, all definitions of each. */
export function mergedMacros(tables: readonly MacroTable[]): MacroTable {
  const [first] = tables;
  if (first !== undefined && tables.length === 1) return first;
  const merged = new Map<string, MacroDefinition[]>();
  for (const table of tables) {
    for (const [name, definitions] of table) {
      const known = merged.get(name);
      if (known === undefined) merged.set(name, [...definitions]);
      else known.push(...definitions);
    }
  }
  return merged;
}

function followCondition(directive: string, undefinedNames: string[]): void {
  const [, name, rest = ''] = /^#\s*(if|ifdef|ifndef|elif\w*|else|endif)\b([^]*)$/.exec(directive) ?? [];
  if (name === 'ifndef') undefinedNames.push(/^\s*(\w+)/.exec(rest)?.[1] ?? '');
  else if (name === 'if') undefinedNames.push(/^\s*!\s*defined\s*\(?\s*(\w+)/.exec(rest)?.[1] ?? '');
  else if (name === 'ifdef') undefinedNames.push('');
  else if (name === 'endif') undefinedNames.pop();
  else if (name !== undefined && undefinedNames.length > 0) undefinedNames[undefinedNames.length - 1] = '';
}

/** Whether a macro leaves a declaration's type as it is: every definition of it is empty or made of attributes. */
export function isAttributeMacro(name: string, table: MacroLookup, depth = 0): boolean {
  const definitions = table.get(name);
  if (definitions === undefined || depth > 4) return false;
  return definitions.every(({ body }) => isAttributeText(body, table, depth));
}

function isAttributeText(body: string, table: MacroLookup, depth: number): boolean {
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

function isAttributeWord(word: string, table: MacroLookup, depth: number): boolean {
  if (attributeWords.has(word) || word === 'extern' || word === 'static') return true;
  if (qualifierWords.has(word)) return word !== 'const' && word !== '_Atomic';
  if (table.has(word)) return isAttributeMacro(word, table, depth + 1);
  return soundsLikeAttribute(word);
}

/** Whether a macro of one parameter gives it back with attributes around: `#define LIB_FUNC(type) extern API type`. */
export function isTypeMacro(name: string, table: MacroLookup): boolean {
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
