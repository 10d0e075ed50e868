import type { Hunk, HunkLine } from './change.ts';

/** A half-open range of 1-based line numbers. */
export interface LineRange {
  readonly start: number;
  /** The line after the last one; equal to `start` for an empty range. */
  readonly end: number;
}

/**
 * The lines of the old file that a hunk covers. A hunk without old lines names the line *before* it
 * (`@@ -5,0 +6,2 @@` inserts after line 5; 0 for an empty file), so its empty range starts one later.
 */
export function oldRange(hunk: Hunk): LineRange {
  const start = hunk.oldLines === 0 ? hunk.oldStart + 1 : hunk.oldStart;
  return { start, end: start + hunk.oldLines };
}

/** The lines of the new file that a hunk covers; see {@link oldRange}. */
export function newRange(hunk: Hunk): LineRange {
  const start = hunk.newLines === 0 ? hunk.newStart + 1 : hunk.newStart;
  return { start, end: start + hunk.newLines };
}

/** A line of a hunk with the line numbers at which it stands, or before which it would stand. */
interface NumberedLine {
  readonly line: HunkLine;
  /** Its number in the old file; for an added line the next old line after it. */
  readonly oldLine: number;
  /** Its number in the new file; for a deleted line the next new line after it. */
  readonly newLine: number;
}

export function* numberedLines(hunk: Hunk): Generator<NumberedLine> {
  let oldLine = oldRange(hunk).start;
  let newLine = newRange(hunk).start;
  for (const line of hunk.lines) {
    yield { line, oldLine, newLine };
    if (line.kind !== 'added') oldLine++;
    if (line.kind !== 'deleted') newLine++;
  }
}

/**
 * The last of `ranges` (ascending, disjoint) that starts at or before `line`, as its index; -1 for none.
 */
export function lastStartingBy(ranges: readonly LineRange[], line: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranges[middle]?.start ?? Infinity) <= line) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
