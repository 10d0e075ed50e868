/** One token of a C text: comments and blanks are left out, a directive of the preprocessor is one token. */
export interface CToken {
  readonly kind: 'word' | 'number' | 'literal' | 'punctuation' | 'directive';
  readonly text: string;
  /** UTF-16 offsets into the text; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

/** A stretch of a text by its UTF-16 offsets; `end` is exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

const pattern =
  /([A-Za-z_$][\w$]*)|(\/\*[^]*?(?:\*\/|$)|\/\/(?:[^\n\\]|\\\r?\n|\\)*)|((?:L|u8?|U)?"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?)|(\.?\d(?:[eEpP][+-]|[\w.'])*)|(#)|(\s+|\\\r?\n)|(\.\.\.|[^])/gy;

/** The tokens of a C text in order. Broken text has tokens too: a literal that is not closed ends with its line. */
export function cTokens(text: string): CToken[] {
  const tokens: CToken[] = [];
  const scanner = new RegExp(pattern);
  let atLineStart = true;
  let match: RegExpExecArray | null;
  while (scanner.lastIndex < text.length && (match = scanner.exec(text)) !== null) {
    const start = match.index;
    const [whole, word, comment, literal, number, hash, blank] = match;
    if (blank !== undefined) {
      if (whole.includes('\n') && !whole.startsWith('\\')) atLineStart = true;
      continue;
    }
    if (comment !== undefined) continue;
    if (hash !== undefined && atLineStart) {
      scanner.lastIndex = directiveEnd(text, start);
      const end = scanner.lastIndex;
      tokens.push({ kind: 'directive', text: text.slice(start, end), start, end });
      continue;
    }
    atLineStart = false;
    const kind =
      word !== undefined
        ? 'word'
        : literal !== undefined
          ? 'literal'
          : number !== undefined
            ? 'number'
            : 'punctuation';
    tokens.push({ kind, text: whole, start, end: start + whole.length });
  }
  return tokens;
}

/** The stretches of a C text that are `//` comments; one inside of a literal, or of a block comment, is none. */
export function cLineComments(text: string): TextRange[] {
  const comments: TextRange[] = [];
  const scanner = new RegExp(pattern);
  let match: RegExpExecArray | null;
  while (scanner.lastIndex < text.length && (match = scanner.exec(text)) !== null) {
    if (match[2]?.startsWith('//') === true) comments.push({ start: match.index, end: scanner.lastIndex });
  }
  return comments;
}

/** The end of a directive's line, which goes on behind a backslash and through a block comment (C11 5.1.1.2). */
function directiveEnd(text: string, start: number): number {
  const scanner = /\\\r?\n|\/\*[^]*?(?:\*\/|$)|"(?:[^"\\\n]|\\.)*"|\/\/|\n/g;
  scanner.lastIndex = start;
  let match: RegExpExecArray | null;
  while ((match = scanner.exec(text)) !== null) {
    if (match[0] === '\n') return match.index;
    if (match[0] === '//') {
      const line = /(?:[^\n\\]|\\\r?\n|\\)*/y;
      line.lastIndex = match.index;
      return match.index + (line.exec(text)?.[0].length ?? 0);
    }
  }
  return text.length;
}

/** A stretch that becomes blank; its last characters become `ending` where there is one. */
export interface Blank extends TextRange {
  readonly ending?: string;
}

/** A text with some stretches of it turned to blanks: every character that is left keeps its offset and line. */
export function blanked(text: string, ranges: readonly Blank[]): string {
  if (ranges.length === 0) return text;
  const parts: string[] = [];
  let offset = 0;
  for (const { start, end, ending = '' } of [...ranges].sort((a, b) => a.start - b.start)) {
    if (end <= offset) continue;
    const from = Math.max(start, offset);
    parts.push(
      text.slice(offset, from),
      text.slice(from, end - ending.length).replace(/[^\r\n]/g, ' '),
      ending,
    );
    offset = end;
  }
  parts.push(text.slice(offset));
  return parts.join('');
}
