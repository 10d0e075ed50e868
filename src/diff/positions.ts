import type { Hunk } from './change.ts';
import { lastStartingBy, newRange, numberedLines, oldRange } from './hunk.ts';
import type { LineRange } from './hunk.ts';

/** The side of a diff as GitHub's API names it: LEFT is the old file, RIGHT the new one. */
export type DiffSide = 'LEFT' | 'RIGHT';

/** A run of deleted lines. */
export interface DeletionPoint {
  /** Numbers in the old file, ascending and contiguous. */
  readonly oldLines: readonly number[];
  /** The line of the new file before which they stood: one past its last line for a deletion at the end. */
  readonly beforeLine: number;
}

/**
 * The one index that decides where a comment on a file's diff can be anchored: GitHub accepts the lines that
 * a hunk shows (on LEFT deleted and context lines, on RIGHT added and context lines) and both ends of
 * a range only in the same hunk, else it answers 422.
 * https://docs.github.com/en/rest/pulls/comments#create-a-review-comment-for-a-pull-request
 */
export class DiffPositions {
  private readonly ranges: Readonly<Record<DiffSide, readonly LineRange[]>>;
  private readonly added: readonly number[];
  private readonly addedSet: ReadonlySet<number>;
  private readonly deletions: readonly DeletionPoint[];

  constructor(hunks: readonly Hunk[]) {
    this.ranges = { LEFT: hunks.map(oldRange), RIGHT: hunks.map(newRange) };
    const added: number[] = [];
    const deletions: DeletionPoint[] = [];
    for (const hunk of hunks) collectChanges(hunk, added, deletions);
    this.added = added;
    this.addedSet = new Set(added);
    this.deletions = deletions;
  }

  /** Whether a comment can be anchored at the line. */
  has(side: DiffSide, line: number): boolean {
    return this.hunkAt(side, line) !== -1;
  }

  /** Whether both lines are in the diff and in the same hunk. */
  sameHunk(side: DiffSide, a: number, b: number): boolean {
    const hunk = this.hunkAt(side, a);
    return hunk !== -1 && hunk === this.hunkAt(side, b);
  }

  isAdded(newLine: number): boolean {
    return this.addedSet.has(newLine);
  }

  /**
   * The part of the lines `startLine` to `endLine` (both inclusive) that one comment can span: the largest
   * that lies in a single hunk; of two equally large ones the later, since GitHub shows a comment below its
   * last line. Undefined where the range does not meet the diff. `startLine` may equal `line`: GitHub wants
   * no start then.
   */
  clampRange(
    side: DiffSide,
    startLine: number,
    endLine: number,
  ): { readonly startLine: number; readonly line: number } | undefined {
    const ranges = this.ranges[side];
    let best: { readonly startLine: number; readonly line: number } | undefined;
    for (let index = Math.max(lastStartingBy(ranges, startLine), 0); index < ranges.length; index++) {
      const range = ranges[index];
      if (range === undefined || range.start > endLine) break;
      const start = Math.max(range.start, startLine);
      const line = Math.min(range.end - 1, endLine);
      if (start > line) continue;
      if (best === undefined || line - start >= best.line - best.startLine) best = { startLine: start, line };
    }
    return best;
  }

  /** Numbers of the added lines in the new file, ascending. */
  addedLines(): readonly number[] {
    return this.added;
  }

  /** The runs of deleted lines, in the order of the file. */
  deletionPoints(): readonly DeletionPoint[] {
    return this.deletions;
  }

  /**
   * Whether the change touches the lines `startLine` to `endLine` of the new file (both inclusive): one of
   * them was added, or lines were deleted directly before one of them. A deletion directly after the last
   * line belongs to the line that follows.
   */
  touches(startLine: number, endLine: number): boolean {
    return (
      anyWithin(this.added, (line) => line, startLine, endLine) ||
      anyWithin(this.deletions, (point) => point.beforeLine, startLine, endLine)
    );
  }

  private hunkAt(side: DiffSide, line: number): number {
    const ranges = this.ranges[side];
    const index = lastStartingBy(ranges, line);
    const range = ranges[index];
    return range !== undefined && line < range.end ? index : -1;
  }
}

function collectChanges(hunk: Hunk, added: number[], deletions: DeletionPoint[]): void {
  let run: { oldLines: number[]; beforeLine: number } | undefined;
  for (const { line, oldLine, newLine } of numberedLines(hunk)) {
    if (line.kind === 'deleted') {
      if (run === undefined) {
        run = { oldLines: [], beforeLine: newLine };
        deletions.push(run);
      }
      run.oldLines.push(oldLine);
      continue;
    }
    run = undefined;
    if (line.kind === 'added') added.push(newLine);
  }
}

/** Whether an item of an ascending list has its key between `low` and `high`, both inclusive. */
function anyWithin<T>(items: readonly T[], key: (item: T) => number, low: number, high: number): boolean {
  let left = 0;
  let right = items.length;
  while (left < right) {
    const middle = (left + right) >>> 1;
    const item = items[middle];
    if (item !== undefined && key(item) < low) left = middle + 1;
    else right = middle;
  }
  const first = items[left];
  return first !== undefined && key(first) <= high;
}
