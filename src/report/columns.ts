/**
 * The lines of a file of the reviewed revision, without their endings; undefined where the text is not at
 * hand. Line 1 is at index 0.
 */
export type SourceLines = (path: string) => readonly string[] | undefined;

/** The offset in UTF-16 units of a 1-based column in UTF-8 bytes; the line's length for a column past its end. */
export function utf16Offset(line: string, column: number): number {
  let bytes = column - 1;
  let offset = 0;
  while (bytes > 0 && offset < line.length) {
    const point = line.codePointAt(offset) ?? 0;
    bytes -= point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    offset += point > 0xffff ? 2 : 1;
  }
  return offset;
}

/** The 1-based column in UTF-16 units of a 1-based column in UTF-8 bytes. */
export function utf16Column(line: string, column: number): number {
  return utf16Offset(line, column) + 1;
}
