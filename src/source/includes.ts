/** A local include: `#include "path"`. */
export interface Include {
  /** As it is written: relative to the including file's directory or to an `-I` directory. */
  readonly path: string;
  /** The line of the `#`, 1-based. */
  readonly line: number;
}

/**
 * The local includes of a C text (a file, or a cgo preamble) in order. Those in comments do not count, nor do
 * `<system>` includes; those under `#if` all do, since no condition is evaluated. Objective-C's `#import`
 * counts too. Lines are joined and comments dropped as in translation phases 2 and 3 (C11 5.1.1.2).
 */
export function includesOf(text: string): Include[] {
  const includes: Include[] = [];
  const directive = new DirectiveLine();
  let line = 1;
  let offset = 0;
  while (offset < text.length) {
    const end = directive.mayStart ? tokenEnd(text, offset) : plainEnd(text, offset);
    const token = text.slice(offset, end);
    if (token === '\n') {
      const path = directive.includedPath();
      if (path !== undefined) includes.push({ path, line: directive.line });
      directive.reset();
    } else if (isComment(text, offset)) {
      directive.append(' ', line);
    } else {
      directive.append(token.replace(/\\\r?\n/g, ''), line);
    }
    line += newlines(token);
    offset = end;
  }
  const path = directive.includedPath();
  if (path !== undefined) includes.push({ path, line: directive.line });
  return includes;
}

/** The line that is being read, for as long as it may be a directive. */
class DirectiveLine {
  /** Where it starts; meaningful once `text` is not empty. */
  line = 0;
  private text = '';
  private possible = true;

  append(part: string, line: number): void {
    if (!this.possible) return;
    if (this.text === '') {
      if (part.trim() === '') return;
      this.possible = part === '#' || part === '%';
      this.line = line;
    }
    if (this.possible) this.text += part;
  }

  includedPath(): string | undefined {
    return /^(?:#|%:)\s*(?:include|import)\s*"([^"]+)"/.exec(this.text)?.[1];
  }

  /** Whether nothing but white space was read of the line. */
  get mayStart(): boolean {
    return this.possible && this.text === '';
  }

  reset(): void {
    this.text = '';
    this.possible = true;
  }
}

/** The end of the token at `offset`: a comment, a literal, a joined line's end, or one character. */
function tokenEnd(text: string, offset: number): number {
  const character = text[offset];
  if (character === '\\') return offset + Math.max(spliceLength(text, offset), 1);
  if (character === '"' || character === "'") return literalEnd(text, offset, character);
  if (!isComment(text, offset)) return offset + 1;
  const opener = afterSplices(text, offset + 1);
  return text[opener] === '/' ? lineCommentEnd(text, opener) : blockCommentEnd(text, opener);
}

const plain = /[^\n"'/\\]+/y;

/** As `tokenEnd`, and a run of characters that mean nothing is one token. */
function plainEnd(text: string, offset: number): number {
  plain.lastIndex = offset;
  return plain.test(text) ? plain.lastIndex : tokenEnd(text, offset);
}

function isComment(text: string, offset: number): boolean {
  if (text[offset] !== '/') return false;
  const next = text[afterSplices(text, offset + 1)];
  return next === '/' || next === '*';
}

/** The end of a literal; a quote that is not closed on its line stands for itself. */
function literalEnd(text: string, start: number, quote: string): number {
  for (let i = start + 1; i < text.length; i++) {
    const splice = spliceLength(text, i);
    if (splice > 0) i += splice - 1;
    else if (text[i] === '\n') break;
    else if (text[i] === quote) return i + 1;
    else if (text[i] === '\\') i++;
  }
  return start + 1;
}

function lineCommentEnd(text: string, start: number): number {
  let i = start;
  while (i < text.length && text[i] !== '\n') i += Math.max(spliceLength(text, i), 1);
  return i;
}

function blockCommentEnd(text: string, opener: number): number {
  for (let star = text.indexOf('*', opener + 1); star !== -1; star = text.indexOf('*', star + 1)) {
    const slash = afterSplices(text, star + 1);
    if (text[slash] === '/') return slash + 1;
  }
  return text.length;
}

/** The length of a backslash and the line ending that it removes; 0 where there is none. */
function spliceLength(text: string, offset: number): number {
  if (text[offset] !== '\\') return 0;
  if (text[offset + 1] === '\n') return 2;
  return text[offset + 1] === '\r' && text[offset + 2] === '\n' ? 3 : 0;
}

function afterSplices(text: string, offset: number): number {
  let i = offset;
  for (let length = spliceLength(text, i); length > 0; length = spliceLength(text, i)) i += length;
  return i;
}

function newlines(token: string): number {
  let count = 0;
  for (let i = token.indexOf('\n'); i !== -1; i = token.indexOf('\n', i + 1)) count++;
  return count;
}
