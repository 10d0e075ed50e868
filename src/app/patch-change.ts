import { compareText } from '../base/span.ts';
import type { FileChange, FileDiff, FileStatus } from '../diff/change.ts';
import { computeHunks } from '../diff/compute.ts';
import type { FilePatch, Patch } from '../diff/patch.ts';
import type { PatchedFile, PatchedFiles } from './patched-files.ts';

/**
 * The changed files between the two sides of a patch, sorted by path. The hunks are computed between the sides, so
 * that they have the lines at which the files have them, whatever the patch says.
 */
export function patchChanges(base: PatchedFiles, head: PatchedFiles, patch: Patch): FileChange[] {
  const moves = movesOf(patch);
  const left = new Set([...moves.values()].filter(({ isCopy }) => !isCopy).map(({ from }) => from));
  const changedModes = new Set(
    patch.steps
      .flat()
      .filter(changesMode)
      .map((file) => file.newPath),
  );
  const paths = [...new Set([...base.keys(), ...head.keys()])].sort(compareText);
  return paths.flatMap((path): FileChange[] => {
    const after = head.get(path);
    const move = after && moves.get(path);
    const source = move && base.get(move.from);
    if (move !== undefined && source !== undefined && move.from !== path) {
      const status = move.isCopy ? 'copied' : 'renamed';
      return [{ path, previousPath: move.from, status, diff: diffOf(source, after) }];
    }
    const before = base.get(path);
    const status = statusOf(before, after);
    if (status === 'removed' && left.has(path)) return [];
    if (status === 'modified' && before !== undefined && isSame(before, after) && !changedModes.has(path))
      return [];
    return [{ path, status, diff: diffOf(before, after) }];
  });
}

interface Move {
  /** The path before the patch. */
  readonly from: string;
  readonly isCopy: boolean;
}

/** The renamed and copied files by their path after the patch, through all of its commits. */
function movesOf(patch: Patch): Map<string, Move> {
  let moves = new Map<string, Move>();
  for (const step of patch.steps) {
    const next = new Map(moves);
    for (const { oldPath, isCopy } of step) if (oldPath !== undefined && !isCopy) next.delete(oldPath);
    for (const { oldPath, newPath, isCopy } of step) {
      if (oldPath === undefined || newPath === undefined) continue;
      const earlier = moves.get(oldPath);
      if (oldPath === newPath && earlier === undefined) continue;
      next.set(newPath, { from: earlier?.from ?? oldPath, isCopy: isCopy || (earlier?.isCopy ?? false) });
    }
    moves = next;
  }
  return moves;
}

function changesMode({ oldMode, newMode }: FilePatch): boolean {
  return oldMode !== undefined && newMode !== undefined && oldMode !== newMode;
}

function statusOf(before: PatchedFile | undefined, after: PatchedFile | undefined): FileStatus {
  if (before === undefined) return 'added';
  if (after === undefined) return 'removed';
  return before.kind === after.kind ? 'modified' : 'type-changed';
}

function isSame(before: PatchedFile, after: PatchedFile | undefined): boolean {
  const [a, b] = [before.content, after?.content];
  if (a.kind === 'text') return b?.kind === 'text' && a.text === b.text;
  return a === b;
}

function diffOf(before: PatchedFile | undefined, after: PatchedFile | undefined): FileDiff {
  const contents = [before?.content, after?.content].filter((content) => content !== undefined);
  if (contents.some(({ kind }) => kind === 'submodule')) return { kind: 'submodule' };
  const opaque = contents.filter((content) => content.kind === 'opaque');
  if (opaque.some(({ isBinary }) => isBinary)) return { kind: 'binary' };
  const [problem] = opaque.map((content) => content.problem);
  if (problem !== undefined && before?.content !== after?.content)
    return { kind: 'unavailable', reason: problem };
  const hunks = computeHunks(textOf(before), textOf(after));
  if (!hunks.ok) return { kind: 'unavailable', reason: hunks.error };
  return { kind: 'text', hunks: hunks.value, shown: before?.kind === after?.kind || !before || !after };
}

function textOf(file: PatchedFile | undefined): string {
  return file?.content.kind === 'text' ? file.content.text : '';
}
