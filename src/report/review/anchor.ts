/** Where on a diff a finding is shown. */
import { lastLine } from '../../base/span.ts';
import type { Change } from '../../diff/change.ts';
import { DiffPositions } from '../../diff/positions.ts';
import type { DiffSide } from '../../diff/positions.ts';
import type { Finding } from '../../engine/diagnostic.ts';

/** A range of lines that GitHub accepts for a review comment. */
export interface Anchor {
  readonly path: string;
  /** The last line of the range, 1-based, in the file of its side. */
  readonly line: number;
  /** LEFT is the old file: a line that the change removes. */
  readonly side: DiffSide;
  /** The first line; left out where it equals `line`, since GitHub refuses that. */
  readonly startLine?: number;
  readonly startSide?: DiffSide;
  /** Whether it is the finding's own place. */
  readonly own: boolean;
  /** The 1-based number of the finding's step that stands here, where it is not its own place but a step's. */
  readonly step?: number;
  /** Set where the finding's cause stands here. */
  readonly cause?: true;
}

/** A longer run of deleted lines would bury what the comment says. */
const maxDeletedRange = 10;

/** The files whose hunks are the ones that GitHub shows; GitHub names a file by its path at the head, on both sides. */
interface ShownPositions {
  readonly byPath: ReadonlyMap<string, DiffPositions>;
  /** The path under which GitHub shows what a file of the base lost. */
  readonly shownPaths: ReadonlyMap<string, string>;
}

export function shownPositions(change: Change): ShownPositions {
  const byPath = new Map<string, DiffPositions>();
  const shownPaths = new Map<string, string>();
  for (const { path, previousPath, status, diff } of change.files) {
    if (diff.kind !== 'text' || !diff.shown) continue;
    byPath.set(path, new DiffPositions(diff.hunks));
    // A copied file takes nothing from the one that it was copied from.
    if (status !== 'copied') shownPaths.set(previousPath ?? path, path);
  }
  return { byPath, shownPaths };
}

/**
 * The finding's own place where the diff shows it; else its cause, a removed one on the left side; else the first
 * step of its path that the diff shows; else the changed line of its declaration that is nearest to it, an added
 * one before a deleted one; else undefined: then only the body of the review can list it.
 */
export function anchorOf(finding: Finding, positions: ShownPositions): Anchor | undefined {
  return (
    ownPlace(finding, positions) ??
    causePlace(finding, positions) ??
    stepPlace(finding, positions) ??
    changedPlace(finding, positions)
  );
}

function causePlace({ cause }: Finding, { byPath, shownPaths }: ShownPositions): Anchor | undefined {
  if (cause === undefined) return undefined;
  const { path: ownPath, span } = cause.location;
  const side = cause.kind === 'removed' ? 'LEFT' : 'RIGHT';
  const path = side === 'LEFT' ? shownPaths.get(ownPath) : ownPath;
  if (path === undefined) return undefined;
  const first = span.start.line;
  const last = Math.min(lastLine(span), first + maxDeletedRange - 1);
  const range = byPath.get(path)?.clampRange(side, first, last);
  return range === undefined
    ? undefined
    : { ...ranged(path, side, range.startLine, range.line), own: false, cause: true };
}

function ownPlace({ location: { path, span } }: Finding, { byPath }: ShownPositions): Anchor | undefined {
  const range = byPath.get(path)?.clampRange('RIGHT', span.start.line, lastLine(span));
  return range === undefined
    ? undefined
    : { ...ranged(path, 'RIGHT', range.startLine, range.line), own: true };
}

function stepPlace({ steps }: Finding, { byPath }: ShownPositions): Anchor | undefined {
  for (const [index, { location }] of steps.entries()) {
    const line = location.span.start.line;
    if (byPath.get(location.path)?.has('RIGHT', line) === true) {
      return { path: location.path, line, side: 'RIGHT', own: false, step: index + 1 };
    }
  }
  return undefined;
}

function changedPlace({ location, scope }: Finding, { byPath }: ShownPositions): Anchor | undefined {
  const file = byPath.get(scope.path);
  if (file === undefined) return undefined;
  const first = scope.span.start.line;
  const last = lastLine(scope.span);
  const from = location.path === scope.path ? location.span.start.line : first;
  const added = nearest(
    file.addedLines().filter((line) => first <= line && line <= last),
    (line) => line,
    from,
  );
  if (added !== undefined) return { path: scope.path, line: added, side: 'RIGHT', own: false };

  // "This change removed `C.free`" is said on the red lines.
  const run = nearest(
    file.deletionPoints().filter(({ beforeLine }) => first <= beforeLine && beforeLine <= last),
    ({ beforeLine }) => beforeLine,
    from,
  );
  const end = run?.oldLines.at(-1);
  const start = run?.oldLines[0];
  if (start === undefined || end === undefined) return undefined;
  const shown = end - start < maxDeletedRange ? start : end;
  return { ...ranged(scope.path, 'LEFT', shown, end), own: false };
}

function ranged(
  path: string,
  side: DiffSide,
  startLine: number,
  line: number,
): Pick<Anchor, 'path' | 'line' | 'side' | 'startLine' | 'startSide'> {
  return startLine === line ? { path, line, side } : { path, line, side, startLine, startSide: side };
}

/** The item whose key is nearest to `from`; the earlier of two equally near ones. */
function nearest<T>(items: readonly T[], key: (item: T) => number, from: number): T | undefined {
  let best: T | undefined;
  for (const item of items) {
    if (best === undefined || Math.abs(key(item) - from) < Math.abs(key(best) - from)) best = item;
  }
  return best;
}
