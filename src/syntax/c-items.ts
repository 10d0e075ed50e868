import type { Blank, CToken, TextRange } from './c-tokens.ts';
import { basicTypeWords, qualifierWords, storageWords, tagWords } from './c-words.ts';

/** A part of a declaration: a token, or a bracket with all that is in it. */
export interface Item {
  readonly token: CToken;
  readonly index: number;
  /** The index of the closing bracket; of the token itself where it is none. */
  readonly last: number;
}

/** The tokens of a C text by their brackets, and what is found out about the text: what to blank, what to doubt. */
export class BracketedText {
  readonly blanks: Blank[] = [];
  readonly uncertain: TextRange[] = [];
  readonly text: string;
  readonly tokens: readonly CToken[];
  /** The index of each opening bracket's partner; -1 for other tokens, and where there is none. */
  readonly closers: Int32Array;
  /** The same for closing brackets. */
  readonly openers: Int32Array;

  constructor(text: string, tokens: readonly CToken[]) {
    this.text = text;
    this.tokens = tokens;
    const { closers, openers } = matchBrackets(tokens);
    this.closers = closers;
    this.openers = openers;
  }

  items(start: number, end: number): Item[] {
    const items: Item[] = [];
    for (let index = start; index < end; index++) {
      const token = this.tokens[index];
      if (token === undefined) break;
      if (token.kind === 'directive') continue;
      const close = this.closers[index] ?? -1;
      const last = close > index && close < end ? close : index;
      items.push({ token, index, last });
      index = last;
    }
    return items;
  }

  /** The stretches between commas that are in no bracket. */
  split(from: number, to: number): [number, number][] {
    const parts: [number, number][] = [];
    let start = from;
    for (let i = from; i < to; i++) {
      if (this.tokens[i]?.text === ',') {
        parts.push([start, i]);
        start = i + 1;
      }
      const close = this.closers[i] ?? -1;
      if (close > i && close < to) i = close;
    }
    if (start < to) parts.push([start, to]);
    return parts;
  }

  endsLine(item: Item): boolean {
    const next = this.tokens[item.last + 1];
    return next !== undefined && this.text.slice(item.token.end, next.start).includes('\n');
  }

  doubt(start: number, end: number): void {
    this.uncertain.push({ start, end });
  }

  blankToken(index: number): void {
    this.blank(index, index);
  }

  blankItem(item: Item): void {
    this.blank(item.index, item.last);
  }

  blank(first: number, last: number): void {
    const start = this.tokens[first]?.start;
    const end = this.tokens[last]?.end;
    if (start !== undefined && end !== undefined) this.blanks.push({ start, end });
  }
}

export function isKeyword(word: string): boolean {
  return basicTypeWords.has(word) || storageWords.has(word) || tagWords.has(word) || qualifierWords.has(word);
}

export function isPlainWord(token: CToken): boolean {
  return token.kind === 'word' && !isKeyword(token.text);
}

/** The indexes of each opening bracket's partner and of each closing one's; -1 where there is none. */
function matchBrackets(tokens: readonly CToken[]): { closers: Int32Array; openers: Int32Array } {
  const closers = new Int32Array(tokens.length).fill(-1);
  const openers = new Int32Array(tokens.length).fill(-1);
  const open: number[] = [];
  tokens.forEach((token, index) => {
    if (token.kind !== 'punctuation') return;
    if (token.text === '(' || token.text === '[' || token.text === '{') open.push(index);
    else if (token.text === ')' || token.text === ']' || token.text === '}') {
      const wanted = token.text === ')' ? '(' : token.text === ']' ? '[' : '{';
      // A brace closes what is open inside it; another bracket closes its like only.
      if (token.text === '}')
        while (open.length > 0 && tokens[open[open.length - 1] ?? 0]?.text !== '{') open.pop();
      const start = open[open.length - 1];
      if (start === undefined || tokens[start]?.text !== wanted) return;
      open.pop();
      closers[start] = index;
      openers[index] = start;
    }
  });
  return { closers, openers };
}
