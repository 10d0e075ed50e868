import type { DiffFile } from './difference.ts';
import { pathPatch } from './difference.ts';
import type { Git } from './git.ts';
import type { PatchHunk, PatchLine, Side } from './patch.ts';
import { findLine, followLine } from './patch.ts';
import type { Anchor, PlacedAnchor, PullRequest, Thread } from './state.ts';

/** Why GitHub does not accept a place for a comment. */
export type AnchorProblem =
  'path' | 'position' | 'side' | 'line' | 'start-after-end' | 'start-in-other-hunk' | 'diff-hunk-blank';

export interface AnchoredText {
  readonly anchor: PlacedAnchor;
  /** The hunk from its header down to the commented line. */
  readonly diffHunk: string;
  /** The commented lines without their signs. */
  readonly text: readonly string[];
}

export type AnchorResult =
  | { readonly ok: true; readonly value: AnchoredText }
  | { readonly ok: false; readonly problems: readonly AnchorProblem[] };

/** The place as a request names it: `position` (the old way) or `line` with its side. */
export interface RequestedAnchor {
  readonly position?: number;
  readonly line?: number;
  readonly side?: string;
  readonly startLine?: number;
  readonly startSide?: string;
}

/**
 * Finds a requested place in the diff, or says what GitHub would complain about. LEFT reaches deleted and
 * context lines, RIGHT added and context lines, of the hunks that GitHub shows.
 */
export function resolveAnchor(file: DiffFile | undefined, asked: RequestedAnchor): AnchorResult {
  if (file === undefined) return refused('path', 'diff-hunk-blank');
  if (asked.position !== undefined) return atPosition(file, asked.position);
  const side = asked.side ?? 'RIGHT';
  const startSide = asked.startSide === undefined || asked.startSide === 'side' ? side : asked.startSide;
  if (!isSide(side) || !isSide(startSide) || asked.line === undefined) return refused('side');
  const end = file.shown ? findLine(file.patch, side, asked.line) : undefined;
  if (end === undefined) {
    return asked.startLine === undefined
      ? refused('line', 'diff-hunk-blank')
      : refused('line', 'start-in-other-hunk', 'diff-hunk-blank');
  }
  const last: Anchor = { side, line: asked.line };
  if (asked.startLine === undefined) return accepted(file, end, end.line, last);
  if (side === startSide && asked.startLine >= asked.line) return refused('start-after-end');
  const start = findLine(file.patch, startSide, asked.startLine);
  if (start?.hunk !== end.hunk) return refused('start-in-other-hunk');
  if (start.line.position >= end.line.position) return refused('start-after-end');
  return accepted(file, end, start.line, { ...last, startSide, startLine: asked.startLine });
}

function atPosition(file: DiffFile, position: number): AnchorResult {
  for (const hunk of file.shown ? file.patch.hunks : []) {
    const line = hunk.lines.find((each) => each.position === position);
    if (line === undefined) continue;
    const side = line.kind === 'deleted' ? 'LEFT' : 'RIGHT';
    const number = side === 'LEFT' ? line.oldLine : line.newLine;
    return accepted(file, { hunk, line }, line, { side, line: number ?? 0 });
  }
  return refused('position', 'diff-hunk-blank');
}

function accepted(
  file: DiffFile,
  end: { readonly hunk: PatchHunk; readonly line: PatchLine },
  start: PatchLine,
  anchor: Anchor,
): AnchorResult {
  // A range on one side does not take in the other side's lines between its ends.
  const oneSided = (anchor.startSide ?? anchor.side) === anchor.side;
  const other = anchor.side === 'LEFT' ? 'added' : 'deleted';
  const within = end.hunk.lines
    .filter(({ position }) => position >= start.position && position <= end.line.position)
    .filter(({ kind }) => !oneSided || kind !== other);
  return {
    ok: true,
    value: {
      anchor: { ...anchor, position: end.line.position },
      diffHunk: file.patch.text.slice(end.hunk.position, end.line.position + 1).join('\n'),
      text: within.map((line) => line.text),
    },
  };
}

function refused(...problems: readonly AnchorProblem[]): AnchorResult {
  return { ok: false, problems };
}

function isSide(side: string): side is Side {
  return side === 'LEFT' || side === 'RIGHT';
}

/** Where a thread stands in a diff: no place and outdated, or on the whole file, or on a line. */
export type Placement = Pick<Thread, 'outdated' | 'current'>;

/** What a thread is placed in: a pull request, or what it is about to become. */
export type ShownDiff = Pick<PullRequest, 'head' | 'mergeBase' | 'files'>;

const OUTDATED: Placement = { outdated: true };

/**
 * Places a thread in a diff of its pull request: its lines follow the changes between the commit (for the left
 * side, the merge base) that it was written on and the diff's. A thread whose line was changed, or is in no
 * hunk any more, is outdated; so is one whose file was renamed between the two commits.
 */
export async function placeIn(git: Git, diff: ShownDiff, thread: Thread): Promise<Placement> {
  const { original } = thread;
  const file = diff.files.find((each) => each.path === thread.path);
  if (original.anchor === undefined) return { outdated: file === undefined };
  const { side, startLine, startSide } = original.anchor;
  const line = await follow(git, diff, thread, side, original.anchor.line);
  if (line === undefined) return OUTDATED;
  const end = { side, line };
  const start =
    startLine === undefined || startSide === undefined
      ? undefined
      : await follow(git, diff, thread, startSide, startLine);
  const range =
    start === undefined || startSide === undefined ? end : { ...end, startLine: start, startSide };
  const ranged = resolveAnchor(file, range);
  // A range that lost its first line stays on its last one.
  const placed = ranged.ok ? ranged : resolveAnchor(file, end);
  return placed.ok ? { outdated: false, current: placed.value.anchor } : OUTDATED;
}

/** Gives a thread its new place. */
export function move(thread: Thread, { outdated, current }: Placement): void {
  thread.outdated = outdated;
  delete thread.current;
  if (current !== undefined) thread.current = current;
}

async function follow(
  git: Git,
  diff: ShownDiff,
  thread: Thread,
  side: Side,
  line: number,
): Promise<number | undefined> {
  const { original } = thread;
  const [from, to, path] =
    side === 'RIGHT'
      ? [original.commit, diff.head, thread.path]
      : [original.mergeBase, diff.mergeBase, original.basePath];
  const patch = await pathPatch(git, from, to, path);
  if (patch === 'unchanged') return line;
  return patch === 'gone' || patch.binary ? undefined : followLine(patch, line);
}
