import { byteLength } from '../../report/plain.ts';

/** What a file's columns count: `bytes` is none of SARIF's, and what Go's own tools write. */
export type ColumnUnit = 'bytes' | 'utf16CodeUnits' | 'unicodeCodePoints';

/** The 1-based column in UTF-8 bytes of a 1-based column in another unit; past the line's end, its end. */
export function byteColumn(line: string, column: number, unit: ColumnUnit): number {
  if (unit === 'bytes') return column;
  if (unit === 'utf16CodeUnits') return byteLength(line.slice(0, column - 1)) + 1;
  let offset = 0;
  for (let left = column - 1; left > 0 && offset < line.length; left--) {
    offset += (line.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return byteLength(line.slice(0, offset)) + 1;
}
