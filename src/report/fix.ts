/** Fixes as whole lines: what a suggestion block and a diff need. */
import type { TextEdit } from '../engine/diagnostic.ts';
import { comparePositions } from '../base/span.ts';
import type { SourceLines } from './columns.ts';
import { utf16Offset } from './columns.ts';

/** The lines of one file that the edits change; `before` is empty for a pure insertion before `startLine`. */
export interface LineChange {
  readonly path: string;
  /** The 1-based line of the first of `before`, or the line that the insertion comes to stand on. */
  readonly startLine: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * The edits as one replacement of whole lines for each file, in the order of their paths. Undefined where a
 * file's text is not at hand, an edit lies outside it, or two edits overlap.
 */
export function lineChanges(
  edits: readonly TextEdit[],
  source: SourceLines,
): readonly LineChange[] | undefined {
  const paths = [...new Set(edits.map((edit) => edit.path))].sort();
  const changes: LineChange[] = [];
  for (const path of paths) {
    const lines = source(path);
    const change =
      lines === undefined
        ? undefined
        : changeOfFile(
            path,
            lines,
            edits.filter((edit) => edit.path === path),
          );
    if (change === undefined) return undefined;
    changes.push(change);
  }
  return changes;
}

function changeOfFile(
  path: string,
  lines: readonly string[],
  edits: readonly TextEdit[],
): LineChange | undefined {
  const sorted = edits.toSorted(
    (a, b) => comparePositions(a.span.start, b.span.start) || comparePositions(a.span.end, b.span.end),
  );
  const first = sorted[0];
  if (first === undefined) return undefined;
  const firstLine = first.span.start.line;
  const lastLine = Math.max(...sorted.map((edit) => edit.span.end.line));
  // One line past the end is the place where an insertion appends to the file.
  if (firstLine < 1 || lastLine > lines.length + 1) return undefined;
  const range = lines.slice(firstLine - 1, lastLine);
  while (range.length < lastLine - firstLine + 1) range.push('');
  let text = range.join('\n');
  const starts: number[] = [];
  let offset = 0;
  for (const line of range) {
    starts.push(offset);
    offset += line.length + 1;
  }
  const offsetOf = (line: number, column: number): number =>
    (starts[line - firstLine] ?? 0) + utf16Offset(range[line - firstLine] ?? '', column);
  for (let i = sorted.length - 1; i >= 0; i--) {
    const edit = sorted[i];
    const next = sorted[i + 1];
    if (edit === undefined) continue;
    if (next !== undefined && comparePositions(edit.span.end, next.span.start) > 0) return undefined;
    const from = offsetOf(edit.span.start.line, edit.span.start.column);
    const to = offsetOf(edit.span.end.line, edit.span.end.column);
    text = text.slice(0, from) + edit.newText + text.slice(to);
  }
  return trimmed(path, firstLine, range, text.split('\n'));
}

/** Leaves out the lines at both ends that the change does not touch. */
function trimmed(
  path: string,
  startLine: number,
  before: readonly string[],
  after: readonly string[],
): LineChange {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return {
    path,
    startLine: startLine + head,
    before: before.slice(head, before.length - tail),
    after: after.slice(head, after.length - tail),
  };
}

/**
 * The lines that replace lines `start` to `end` (both 1-based, inclusive) when the change lies completely
 * within them; else undefined. An insertion right after `end` is within.
 */
export function replacementOf(
  change: LineChange,
  lines: readonly string[],
  start: number,
  end: number,
): readonly string[] | undefined {
  const next = change.startLine + change.before.length;
  if (change.startLine < start || next > end + 1 || end > lines.length) return undefined;
  return [...lines.slice(start - 1, change.startLine - 1), ...change.after, ...lines.slice(next - 1, end)];
}

/** The change as the lines of a unified diff, with up to two lines of context on each side. */
export function diffLines(change: LineChange, source: SourceLines): readonly string[] {
  const lines = source(change.path) ?? [];
  const next = change.startLine + change.before.length;
  const contextBefore = lines.slice(Math.max(0, change.startLine - 3), change.startLine - 1);
  const contextAfter = lines.slice(next - 1, next + 1);
  const oldCount = contextBefore.length + change.before.length + contextAfter.length;
  const newCount = contextBefore.length + change.after.length + contextAfter.length;
  const from = change.startLine - contextBefore.length;
  return [
    `@@ -${from},${oldCount} +${from},${newCount} @@`,
    ...contextBefore.map((line) => ` ${line}`),
    ...edited(change.before, change.after),
    ...contextAfter.map((line) => ` ${line}`),
  ];
}

/** A shortest edit script by longest common subsequence; fixes are a few lines long. */
function edited(before: readonly string[], after: readonly string[]): readonly string[] {
  if (before.length * after.length > 40_000) {
    return [...before.map((line) => `-${line}`), ...after.map((line) => `+${line}`)];
  }
  const width = after.length + 1;
  const common = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      common[i * width + j] =
        before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const result: string[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      result.push(` ${before[i++] ?? ''}`);
      j++;
    } else if (i < before.length && (j === after.length || at(i + 1, j) >= at(i, j + 1))) {
      result.push(`-${before[i++] ?? ''}`);
    } else {
      result.push(`+${after[j++] ?? ''}`);
    }
  }
  return result;
}
