import { lastLine } from '../base/span.ts';
import type { Location } from '../base/span.ts';
import type { Change, FileChange } from '../diff/change.ts';
import { LineMap } from '../diff/line-map.ts';
import { DiffPositions } from '../diff/positions.ts';

/** The lines that a change adds and deletes, by the paths of either side. */
export class ChangedLines {
  private readonly byHeadPath: ReadonlyMap<string, FileChange>;
  private readonly deletedByBasePath = new Map<string, ReadonlySet<number>>();
  private readonly positions = new Map<string, DiffPositions>();
  private readonly maps = new Map<string, LineMap>();

  constructor(change: Change) {
    this.byHeadPath = new Map(change.files.map((file) => [file.path, file]));
    for (const { path, previousPath, status, diff } of change.files) {
      if (diff.kind !== 'text') continue;
      const positions = new DiffPositions(diff.hunks);
      this.positions.set(path, positions);
      this.maps.set(path, new LineMap(diff.hunks));
      // The file that was copied still has the lines that the copy has not.
      if (status === 'copied') continue;
      const deleted = positions.deletionPoints().flatMap(({ oldLines }) => oldLines);
      this.deletedByBasePath.set(previousPath ?? path, new Set(deleted));
    }
  }

  /** Whether a line of a place at the head was added. */
  isAdded({ path, span }: Location): boolean {
    const positions = this.positions.get(path);
    if (positions === undefined) return false;
    for (let line = span.start.line; line <= lastLine(span); line++) if (positions.isAdded(line)) return true;
    return false;
  }

  /** Whether the change deletes lines within a place at the head. */
  losesLines({ path, span }: Location): boolean {
    const deletions = this.positions.get(path)?.deletionPoints() ?? [];
    return deletions.some(({ beforeLine }) => span.start.line < beforeLine && beforeLine <= lastLine(span));
  }

  isDeleted(basePath: string, line: number): boolean {
    return this.deletedByBasePath.get(basePath)?.has(line) === true;
  }

  hasDeletions(basePath: string): boolean {
    return (this.deletedByBasePath.get(basePath)?.size ?? 0) > 0;
  }

  basePath(headPath: string): string {
    return this.byHeadPath.get(headPath)?.previousPath ?? headPath;
  }

  /** Where a line of the head stood at the base; an added line stands where the next one does that was there. */
  baseLine(headPath: string, line: number): number {
    const map = this.maps.get(headPath);
    if (map === undefined) return line;
    for (let next = line; next < line + maxAddedRun; next++) {
      const old = map.toOld(next);
      if (old !== undefined) return old;
    }
    return line;
  }
}

const maxAddedRun = 1_000;
