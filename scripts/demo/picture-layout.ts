import type { DiffRow } from '../../src/report/shown-review.ts';
import type { Cell } from './picture-text.ts';
import { cellsOf, columnWidth, lineHeight, px, textAt, wrap } from './picture-text.ts';

/** A part of the picture: `height` pixels, drawn with its top at `y`. */
export interface Part {
  readonly height: number;
  draw(y: number): readonly string[];
}

/** The column of the picture that a part fills, in pixels. */
export interface Frame {
  readonly left: number;
  readonly width: number;
}

export function inset({ left, width }: Frame, by: number): Frame {
  return { left: left + by, width: width - 2 * by };
}

export function columnsOf(frame: Frame): number {
  return Math.floor(frame.width / columnWidth);
}

/** The parts, one below the other. */
export function stack(parts: readonly Part[]): Part {
  return {
    height: parts.reduce((sum, part) => sum + part.height, 0),
    draw: (y) => {
      let top = y;
      return parts.flatMap((part) => {
        const drawn = part.draw(top);
        top += part.height;
        return drawn;
      });
    },
  };
}

export function space(height: number): Part {
  return { height, draw: () => [] };
}

export function lines(rows: readonly (readonly Cell[])[], frame: Frame): Part {
  return {
    height: rows.length * lineHeight,
    draw: (y) => rows.flatMap((row, index) => textAt(row, frame.left, y + index * lineHeight)),
  };
}

export function paragraph(cells: readonly Cell[], frame: Frame): Part {
  return lines(wrap(cells, columnsOf(frame)), frame);
}

/** A part on a background of its own, with an edge below. */
export function band(part: Part, frame: Frame): Part {
  const { left, width } = frame;
  return {
    height: part.height,
    draw: (y) => [
      `<rect class="inset" x="${px(left)}" y="${px(y)}" width="${px(width)}" height="${px(part.height)}"/>`,
      horizontal(frame, y + part.height),
      ...part.draw(y),
    ],
  };
}

/** A part with a thin frame around it. */
export function framed(part: Part, { left, width }: Frame): Part {
  return {
    height: part.height,
    draw: (y) => [
      ...part.draw(y),
      `<rect class="frame" x="${px(left)}" y="${px(y)}" width="${px(width)}" height="${px(part.height)}"/>`,
    ],
  };
}

/** Code on a background with round corners; lines that are too long are cut at the frame. */
export function codeBlock(text: string, frame: Frame): Part {
  const inner = inset(frame, 12);
  const rows = text.split('\n').map((line) => cellsOf(line).slice(0, columnsOf(inner)));
  const code = stack([space(8), lines(rows, inner), space(8)]);
  const { left, width } = frame;
  return {
    height: code.height,
    draw: (y) => [
      `<rect class="inset" x="${px(left)}" y="${px(y)}" width="${px(width)}" height="${px(code.height)}" rx="6"/>`,
      ...code.draw(y),
    ],
  };
}

const marks = { hunk: '', context: ' ', added: '+', deleted: '-' } as const;
/** The two columns of line numbers. */
const numberWidth = 44;

/** Rows of a diff, with a bar beside the commented ones. */
export function diff(rows: readonly DiffRow[], frame: Frame): Part {
  return stack(rows.map((row) => diffRow(row, frame)));
}

function diffRow({ kind, oldLine, newLine, text, commented }: DiffRow, { left, width }: Frame): Part {
  const numbers = 2 * numberWidth;
  const code = cellsOf(marks[kind] + text).slice(0, columnsOf({ left, width: width - numbers - 12 }));
  const number = (value: number | undefined, right: number, y: number): readonly string[] => {
    const cells = cellsOf(value === undefined ? '' : String(value), 'muted');
    return textAt(cells, right - 8 - cells.length * columnWidth, y);
  };
  return {
    height: lineHeight,
    draw: (y) => {
      const box = (className: string, x: number, boxWidth: number): string =>
        `<rect class="${className}" x="${px(x)}" y="${px(y)}" width="${px(boxWidth)}" height="${lineHeight}"/>`;
      const coloured = kind === 'added' || kind === 'deleted';
      return [
        ...(coloured ? [box(kind, left + numbers, width - numbers), box(`${kind}-num`, left, numbers)] : []),
        ...(commented ? [box('pick', left, 3)] : []),
        ...number(oldLine, left + numberWidth, y),
        ...number(newLine, left + numbers, y),
        ...textAt(code, left + numbers + 10, y),
      ];
    },
  };
}

function horizontal({ left, width }: Frame, y: number): string {
  return `<line class="edge" x1="${px(left)}" x2="${px(left + width)}" y1="${px(y - 0.5)}" y2="${px(y - 0.5)}"/>`;
}
