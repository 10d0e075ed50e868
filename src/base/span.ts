/**
 * A place in a text as the Go tools print it: 1-based line, 1-based column counted in UTF-8 bytes.
 */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A range of text; `end` is exclusive. */
export interface Span {
  readonly start: Position;
  readonly end: Position;
}

/** A span of one file, the path relative to the repository's root with `/` between its parts. */
export interface Location {
  readonly path: string;
  readonly span: Span;
}

export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column;
}

/** The last line with text of the span: a span that ends at column 1 does not touch that line. */
export function lastLine(span: Span): number {
  return span.end.column === 1 && span.end.line > span.start.line ? span.end.line - 1 : span.end.line;
}

export function compareLocations(a: Location, b: Location): number {
  return compareText(a.path, b.path) || comparePositions(a.span.start, b.span.start);
}

/** Order by UTF-16 code units: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
