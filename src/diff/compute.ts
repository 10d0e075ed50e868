import { diffArrays } from 'diff';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import type { Hunk, HunkLine } from './change.ts';
import { splitLines } from './lines.ts';

/** Lines of context around a change, as git's default and GitHub's view have them. */
const contextLines = 3;

/**
 * The most deleted and added lines that are looked for where the two texts differ in several places: the
 * search takes time in its square, and 3000 is about a second on a slow machine. It is a count and not
 * a time, so that the same texts always give the same answer.
 */
const maxEdits = 3000;

interface Line extends HunkLine {
  readonly oldLine: number;
  readonly newLine: number;
}

/**
 * The hunks between two texts with three lines of context, as `git diff` would print them. An error says that
 * the texts differ too much to be compared in bounded time; one run of added or deleted lines never does.
 */
export function computeHunks(oldText: string, newText: string): Result<Hunk[]> {
  const oldLines = splitLines(oldText);
  const newLines = splitLines(newText);
  const shorter = Math.min(oldLines.length, newLines.length);
  let prefix = 0;
  while (prefix < shorter && oldLines[prefix] === newLines[prefix]) prefix++;
  let suffix = 0;
  while (suffix < shorter - prefix && oldLines.at(-1 - suffix) === newLines.at(-1 - suffix)) suffix++;

  const changes = changedRuns(
    oldLines.slice(prefix, oldLines.length - suffix),
    newLines.slice(prefix, newLines.length - suffix),
  );
  if (changes === undefined) {
    return err(`the two versions differ in more than ${maxEdits} lines, too many to be compared`);
  }
  const runs = [
    ...(prefix > 0 ? [{ kind: 'context' as const, lines: oldLines.slice(0, prefix) }] : []),
    ...changes,
    ...(suffix > 0 ? [{ kind: 'context' as const, lines: oldLines.slice(oldLines.length - suffix) }] : []),
  ];
  return ok(groupIntoHunks(numbered(runs)));
}

interface Run {
  readonly kind: HunkLine['kind'];
  readonly lines: readonly string[];
}

function changedRuns(oldLines: string[], newLines: string[]): Run[] | undefined {
  if (oldLines.length === 0 || newLines.length === 0) {
    const runs: Run[] = [
      { kind: 'deleted', lines: oldLines },
      { kind: 'added', lines: newLines },
    ];
    return runs.filter((run) => run.lines.length > 0);
  }
  const changes = diffArrays(oldLines, newLines, { maxEditLength: maxEdits });
  return changes?.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'deleted' : 'context',
    lines: value,
  }));
}

function numbered(runs: readonly Run[]): Line[] {
  const lines: Line[] = [];
  let oldLine = 1;
  let newLine = 1;
  for (const run of runs) {
    for (const text of run.lines) {
      lines.push({ kind: run.kind, text: text.endsWith('\n') ? text.slice(0, -1) : text, oldLine, newLine });
      if (run.kind !== 'added') oldLine++;
      if (run.kind !== 'deleted') newLine++;
    }
  }
  return lines;
}

/** Changes with at most twice the context between them share a hunk, as in git. */
function groupIntoHunks(lines: readonly Line[]): Hunk[] {
  const hunks: Hunk[] = [];
  let start = -1;
  let lastChange = -1;
  for (const [index, line] of lines.entries()) {
    if (line.kind === 'context') continue;
    if (start !== -1 && index - lastChange - 1 > 2 * contextLines) {
      hunks.push(hunkOf(lines.slice(start, lastChange + 1 + contextLines)));
      start = -1;
    }
    if (start === -1) start = Math.max(index - contextLines, 0);
    lastChange = index;
  }
  if (start !== -1) hunks.push(hunkOf(lines.slice(start, lastChange + 1 + contextLines)));
  return hunks;
}

function hunkOf(lines: readonly Line[]): Hunk {
  const oldLines = lines.filter((line) => line.kind !== 'added').length;
  const newLines = lines.filter((line) => line.kind !== 'deleted').length;
  const { oldLine = 1, newLine = 1 } = lines[0] ?? {};
  return {
    oldStart: oldLines === 0 ? oldLine - 1 : oldLine,
    oldLines,
    newStart: newLines === 0 ? newLine - 1 : newLine,
    newLines,
    lines: lines.map(({ kind, text }) => ({ kind, text })),
  };
}
