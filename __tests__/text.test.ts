import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TextIndex } from '../src/base/text.ts';

/** Lines of every width of code point in UTF-8, with both line endings, carriage returns anywhere, and none at all. */
const line = fc.string({
  unit: fc.constantFrom('a', '\t', ' ', 'ß', 'é', '\u0301', '世', '\uFEFF', '\u2028', '😀', '𝒳', '\r'),
  maxLength: 12,
});
const text = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '\r\n')), { maxLength: 12 })
  .chain((lines) => line.map((last) => `${lines.map(([content, end]) => content + end).join('')}${last}`));

const textAndOffset = text.chain((value) => fc.tuple(fc.constant(value), fc.nat(value.length)));

/** Whether an offset stands between two code points, not between the halves of one. */
function isBoundary(value: string, offset: number): boolean {
  const code = value.charCodeAt(offset);
  return !(code >= 0xdc00 && code <= 0xdfff) || offset === 0;
}

describe('any text', () => {
  test('a column counts the UTF-8 bytes before it, a line the line feeds', () => {
    fc.assert(
      fc.property(textAndOffset, ([value, offset]) => {
        fc.pre(isBoundary(value, offset));
        const before = value.slice(0, offset);
        const lines = before.split('\n');
        expect(new TextIndex(value).position(offset)).toEqual({
          line: lines.length,
          column: Buffer.byteLength(lines.at(-1) ?? '', 'utf8') + 1,
        });
      }),
    );
  });

  test('the offset of the position of an offset is that offset', () => {
    fc.assert(
      fc.property(textAndOffset, ([value, offset]) => {
        fc.pre(isBoundary(value, offset));
        const index = new TextIndex(value);
        expect(index.offset(index.position(offset))).toBe(offset);
      }),
    );
  });

  test('its lines are those that it is split into', () => {
    fc.assert(
      fc.property(text, (value) => {
        const index = new TextIndex(value);
        const lines = value.split('\n');
        expect(index.lineCount).toBe(lines.length);
        lines.forEach((content, i) => {
          const bare = content.endsWith('\r') ? content.slice(0, -1) : content;
          expect(index.lineText(i + 1)).toBe(bare);
          expect(value.slice(index.lineStart(i + 1)).startsWith(content)).toBe(true);
          expect(index.position(index.lineStart(i + 1))).toEqual({ line: i + 1, column: 1 });
        });
      }),
    );
  });

  test('lineAt is the line of the position', () => {
    fc.assert(
      fc.property(textAndOffset, ([value, offset]) => {
        const index = new TextIndex(value);
        expect(index.lineAt(offset)).toBe(index.position(offset).line);
      }),
    );
  });

  test('positions are ordered as offsets are', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (value, a, b) => {
        const offsets = [a, b]
          .map((n) => n % (value.length + 1))
          .filter((offset) => isBoundary(value, offset));
        const [first, second] = offsets.sort((x, y) => x - y);
        fc.pre(first !== undefined && second !== undefined && first < second);
        const { start, end } = new TextIndex(value).span(first, second);
        expect(start.line < end.line || (start.line === end.line && start.column < end.column)).toBe(true);
      }),
    );
  });
});

describe('positions', () => {
  test.each([
    ['the empty text', '', 0, { line: 1, column: 1 }],
    ['the start', 'ab\ncd\n', 0, { line: 1, column: 1 }],
    ['the line feed itself belongs to its line', 'ab\ncd\n', 2, { line: 1, column: 3 }],
    ['the first character of the second line', 'ab\ncd\n', 3, { line: 2, column: 1 }],
    ['behind the last line feed', 'ab\ncd\n', 6, { line: 3, column: 1 }],
    ['the end of a last line without line feed', 'ab\ncd', 5, { line: 2, column: 3 }],
    ['a carriage return is a byte of its line', 'ab\r\ncd', 3, { line: 1, column: 4 }],
    ['behind CRLF', 'ab\r\ncd', 4, { line: 2, column: 1 }],
    ['a lone carriage return ends no line', 'ab\rcd', 4, { line: 1, column: 5 }],
    ['two bytes', 'ßx', 1, { line: 1, column: 3 }],
    ['three bytes', '世x', 1, { line: 1, column: 4 }],
    ['four bytes are two code units', '😀x', 2, { line: 1, column: 5 }],
    ['a line separator of Unicode ends no line', 'a\u2028b', 2, { line: 1, column: 5 }],
  ])('%s', (_name, value, offset, position) => {
    expect(new TextIndex(value).position(offset)).toEqual(position);
    expect(new TextIndex(value).offset(position)).toBe(offset);
  });

  test.each([
    ['ab\ncd', 6, { line: 2, column: 3 }],
    ['ab\n', 4, { line: 2, column: 1 }],
  ])('an offset past the end of %j has the end as its position', (value, offset, position) => {
    expect(new TextIndex(value).position(offset)).toEqual(position);
  });

  test.each([
    ['past the end of the last line is its end', 'ab\ncd', { line: 2, column: 99 }, 5],
    ['a line past the last one is the end', 'ab\ncd', { line: 9, column: 1 }, 5],
  ])('%s', (_name, value, position, offset) => {
    expect(new TextIndex(value).offset(position)).toBe(offset);
  });
});

describe('lines', () => {
  test.each([
    ['', ['']],
    ['a', ['a']],
    ['a\n', ['a', '']],
    ['a\r\nb\r\n', ['a', 'b', '']],
    ['\n\n', ['', '', '']],
    ['a\r', ['a']],
  ])('%j', (value, lines) => {
    const index = new TextIndex(value);
    expect(Array.from({ length: index.lineCount }, (_, i) => index.lineText(i + 1))).toEqual(lines);
  });

  test('a line past the last one is empty and starts at the end', () => {
    expect(new TextIndex('ab').lineText(7)).toBe('');
    expect(new TextIndex('ab').lineStart(7)).toBe(2);
  });
});
