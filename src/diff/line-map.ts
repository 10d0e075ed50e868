import type { Hunk } from './change.ts';
import { lastStartingBy, newRange, numberedLines, oldRange } from './hunk.ts';
import type { LineRange } from './hunk.ts';

/** One side of the map: the hunks' ranges on it, and where each of their lines went; 0 where it did not. */
interface Side {
  readonly ranges: readonly LineRange[];
  readonly targets: readonly Uint32Array[];
  /** What is added to a line number after each hunk, up to the next one. */
  readonly offsets: readonly number[];
}

/**
 * Where the lines of a file went between its two versions, from the hunks of their difference. Lines
 * outside the hunks moved with what was added and deleted above them. Line numbers are 1-based; the map
 * does not know the files' lengths, so that a line past the end is mapped like the last one.
 */
export class LineMap {
  private readonly old: Side;
  private readonly new: Side;

  constructor(hunks: readonly Hunk[]) {
    const oldTargets: Uint32Array[] = [];
    const newTargets: Uint32Array[] = [];
    for (const hunk of hunks) {
      const toNew = new Uint32Array(hunk.oldLines);
      const toOld = new Uint32Array(hunk.newLines);
      for (const { line, oldLine, newLine } of numberedLines(hunk)) {
        if (line.kind !== 'context') continue;
        toNew[oldLine - oldRange(hunk).start] = newLine;
        toOld[newLine - newRange(hunk).start] = oldLine;
      }
      oldTargets.push(toNew);
      newTargets.push(toOld);
    }
    const oldRanges = hunks.map(oldRange);
    const newRanges = hunks.map(newRange);
    const offsets = hunks.map((hunk) => newRange(hunk).end - oldRange(hunk).end);
    this.old = { ranges: oldRanges, targets: oldTargets, offsets };
    this.new = { ranges: newRanges, targets: newTargets, offsets: offsets.map((offset) => -offset) };
  }

  /** The number of an old line in the new file; undefined where it was deleted. */
  toNew(oldLine: number): number | undefined {
    return target(this.old, oldLine);
  }

  /** The number of a new line in the old file; undefined where it was added. */
  toOld(newLine: number): number | undefined {
    return target(this.new, newLine);
  }
}

function target(side: Side, line: number): number | undefined {
  const index = lastStartingBy(side.ranges, line);
  const range = side.ranges[index];
  if (range === undefined) return line;
  if (line < range.end) {
    const found = side.targets[index]?.[line - range.start] ?? 0;
    return found === 0 ? undefined : found;
  }
  return line + (side.offsets[index] ?? 0);
}
