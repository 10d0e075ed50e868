import type { Position, Span } from './span.ts';

/**
 * Maps offsets of a text (UTF-16 code units, as the parsers give them) to positions (1-based lines,
 * 1-based columns in UTF-8 bytes) and back to lines. A line ends at `\n`; a `\r` before it belongs to the line.
 */
export class TextIndex {
  readonly text: string;
  private readonly lineStarts: Uint32Array;

  constructor(text: string) {
    this.text = text;
    let count = 1;
    for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) count++;
    const starts = new Uint32Array(count);
    let line = 1;
    for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) starts[line++] = i + 1;
    this.lineStarts = starts;
  }

  get lineCount(): number {
    return this.lineStarts.length;
  }

  /** The 1-based line that holds `offset`. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** The offset of the first character of a 1-based line; the text's length for a line past the end. */
  lineStart(line: number): number {
    return this.lineStarts[line - 1] ?? this.text.length;
  }

  /** The text of a 1-based line without its line ending. */
  lineText(line: number): string {
    const start = this.lineStart(line);
    const next = this.lineStarts[line];
    const end = next === undefined ? this.text.length : next - 1;
    const text = this.text.slice(start, end);
    return text.endsWith('\r') ? text.slice(0, -1) : text;
  }

  /** The position of an offset; past the end of the text, the text's end. */
  position(offset: number): Position {
    const line = this.lineAt(offset);
    const end = Math.min(offset, this.text.length);
    return { line, column: utf8Length(this.text, this.lineStart(line), end) + 1 };
  }

  span(start: number, end: number): Span {
    return { start: this.position(start), end: this.position(end) };
  }

  /** The offset of a position; past the end of its line, the line's end. */
  offset(position: Position): number {
    const start = this.lineStart(position.line);
    const next = this.lineStarts[position.line];
    const end = next === undefined ? this.text.length : next - 1;
    let bytes = position.column - 1;
    let offset = start;
    while (bytes > 0 && offset < end) {
      const code = this.text.codePointAt(offset) ?? 0;
      bytes -= utf8Width(code);
      offset += code > 0xffff ? 2 : 1;
    }
    return offset;
  }
}

function utf8Width(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

function utf8Length(text: string, start: number, end: number): number {
  let bytes = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    // Each half of a surrogate pair counts 2: together the 4 bytes of the code point.
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code >= 0xd800 && code <= 0xdfff ? 2 : 3;
  }
  return bytes;
}
