import { escapeHtml } from '../../src/report/html-text.ts';
import type { Inline } from '../../src/report/markdown-blocks.ts';
import { visible } from '../../src/report/plain.ts';

/** The width of one character in pixels: 0.6 em, as in most monospaced fonts; each run of text is held to it. */
export const columnWidth = 7.2;
/** The height of a line of text in pixels. */
export const lineHeight = 20;
/** From the top of a line to the baseline of its text. */
const baseline = 14;

/** One character and the classes of its style, e.g. `strong code`. */
export interface Cell {
  readonly character: string;
  readonly style: string;
}

export function cellsOf(text: string, style = ''): readonly Cell[] {
  const shown = visible(text.replaceAll('\t', '    '));
  return Array.from(shown, (character) => ({ character, style }));
}

/** The characters of inline content without its marks. */
export function inlineCells(content: readonly Inline[], style = ''): readonly Cell[] {
  const within = (name: string): string => (style === '' ? name : `${style} ${name}`);
  return content.flatMap((item) => {
    switch (item.kind) {
      case 'text':
        return cellsOf(item.text, style);
      case 'code':
        return cellsOf(item.text, within('code'));
      case 'strong':
        return inlineCells(item.content, within('strong'));
      case 'link':
        return inlineCells(item.content, within('link'));
    }
  });
}

/** Breaks at spaces; a word of more than `columns` characters sticks out. */
export function wrap(cells: readonly Cell[], columns: number): readonly (readonly Cell[])[] {
  const lines: Cell[][] = [];
  let line: Cell[] = [];
  let from = 0;
  while (from <= cells.length) {
    const space = cells.findIndex((cell, index) => index >= from && cell.character === ' ');
    const to = space === -1 ? cells.length : space;
    const word = cells.slice(from, to);
    const before = cells[from - 1];
    if (line.length > 0 && before !== undefined && line.length + 1 + word.length <= columns) {
      line.push(before, ...word);
    } else {
      line = [...word];
      lines.push(line);
    }
    from = to + 1;
  }
  return lines;
}

/** One line of text whose top left corner is at the given place, in pixels. */
export function textAt(cells: readonly Cell[], x: number, y: number): readonly string[] {
  return runsOf(cells).flatMap(({ text, style, column }) => {
    const left = x + column * columnWidth;
    const width = text.length * columnWidth;
    const chip = style.split(' ').includes('code')
      ? [
          `<rect class="chip" x="${px(left - 2)}" y="${px(y + 2)}" width="${px(width + 4)}" height="16" rx="4"/>`,
        ]
      : [];
    // Leading and trailing spaces are position, not text: not every renderer keeps them.
    const trimmed = text.trim();
    if (trimmed === '') return chip;
    const start = left + text.indexOf(trimmed) * columnWidth;
    const attributes = `${style === '' ? '' : `class="${style}" `}x="${px(start)}" y="${px(y + baseline)}"`;
    const length = `textLength="${px(trimmed.length * columnWidth)}"`;
    return [...chip, `<text ${attributes} ${length}>${escapeHtml(trimmed)}</text>`];
  });
}

interface Run {
  readonly text: string;
  readonly style: string;
  /** The column of its first character, from 0. */
  readonly column: number;
}

function runsOf(cells: readonly Cell[]): readonly Run[] {
  const runs: Run[] = [];
  cells.forEach(({ character, style }, column) => {
    const last = runs.at(-1);
    if (last?.style === style) runs[runs.length - 1] = { ...last, text: last.text + character };
    else runs.push({ text: character, style, column });
  });
  return runs;
}

/** A length without the noise of binary fractions. */
export function px(value: number): string {
  return String(Number(value.toFixed(2)));
}
