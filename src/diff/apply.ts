import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import type { PatchHunk } from './hunk-parser.ts';
import { oldRange } from './hunk.ts';
import { splitLines } from './lines.ts';

/**
 * The text that the hunks make of another, found as `git apply` finds their places: every line has to be the same, a
 * hunk may stand elsewhere than it says, one of the first line only at the start, and one without context after
 * its changes only at the end. Hunks without any context (`exactly`) stand only where they say.
 *
 * A text whose lines all end with CRLF also takes hunks with LF, as git makes them with `core.autocrlf`. The
 * error is the first line of the text that differs where the hunk should stand, 1-based.
 */
export function applyHunks(
  text: string,
  hunks: readonly PatchHunk[],
  exactly: boolean,
): Result<string, number> {
  const applied = applyTo(splitLines(text), hunks, exactly);
  if (applied.ok || !hasWindowsLineEndings(text) || hunks.some(hasCarriageReturn)) return applied;
  const converted = applyTo(splitLines(text.replaceAll('\r\n', '\n')), hunks, exactly);
  return converted.ok ? ok(converted.value.replaceAll('\n', '\r\n')) : converted;
}

/** The hunk that takes this one back. */
export function invertHunk(hunk: PatchHunk): PatchHunk {
  const kinds = { context: 'context', added: 'deleted', deleted: 'added' } as const;
  return {
    oldStart: hunk.newStart,
    oldLines: hunk.newLines,
    newStart: hunk.oldStart,
    newLines: hunk.oldLines,
    lines: hunk.lines.map((line) => ({ ...line, kind: kinds[line.kind] })),
  };
}

/** A line of the text that is being changed. */
interface ImageLine {
  readonly text: string;
  /** A line that a hunk left is not taken for one that the next hunk looks for. */
  readonly isPatched: boolean;
}

function applyTo(
  lines: readonly string[],
  hunks: readonly PatchHunk[],
  exactly: boolean,
): Result<string, number> {
  const image: ImageLine[] = lines.map((text) => ({ text, isPatched: false }));
  let moved = 0;
  for (const hunk of hunks) {
    const [old, replacement] = [sideOf(hunk, 'added'), sideOf(hunk, 'deleted')];
    const expected = oldRange(hunk).start - 1;
    const place = exactly
      ? placeOf(image, old, expected + moved, {})
      : findPlace(image, old, expected + moved, hunk);
    if (place === undefined) return err(firstDifference(lines, old, expected));
    image.splice(place, old.length, ...replacement.map((text) => ({ text, isPatched: true })));
    moved += replacement.length - old.length;
  }
  return ok(image.map((line) => line.text).join(''));
}

/** The lines of one side with their `\n`, where they have one. */
function sideOf(hunk: PatchHunk, without: 'added' | 'deleted'): string[] {
  return hunk.lines
    .filter((line) => line.kind !== without)
    .map((line) => (line.terminated ? `${line.text}\n` : line.text));
}

interface Anchors {
  readonly atStart?: boolean;
  readonly atEnd?: boolean;
}

/** The nearest place to the expected one, as git looks for it: one line after, one before, two after… */
function findPlace(
  image: readonly ImageLine[],
  old: readonly string[],
  expected: number,
  hunk: PatchHunk,
): number | undefined {
  const anchors: Anchors = { atStart: hunk.oldStart <= 1, atEnd: hunk.lines.at(-1)?.kind !== 'context' };
  if (anchors.atStart) return placeOf(image, old, 0, anchors);
  if (anchors.atEnd) return placeOf(image, old, image.length - old.length, anchors);
  const start = Math.min(expected, image.length);
  for (let distance = 0; distance <= image.length; distance++) {
    for (const place of distance === 0 ? [start] : [start + distance, start - distance]) {
      if (placeOf(image, old, place, anchors) !== undefined) return place;
    }
  }
  return undefined;
}

/** The place itself where the lines stand there. */
function placeOf(
  image: readonly ImageLine[],
  old: readonly string[],
  place: number,
  { atEnd = false }: Anchors,
): number | undefined {
  const end = place + old.length;
  if (place < 0 || end > image.length || (atEnd && end !== image.length)) return undefined;
  const stands = old.every((text, index) => {
    const line = image[place + index];
    return line !== undefined && !line.isPatched && line.text === text;
  });
  return stands ? place : undefined;
}

function firstDifference(lines: readonly string[], old: readonly string[], expected: number): number {
  let same = 0;
  while (same < old.length && lines[expected + same] === old[same]) same++;
  return Math.min(expected + same, lines.length) + 1;
}

function hasWindowsLineEndings(text: string): boolean {
  return text.includes('\r\n') && !/(?:^|[^\r])\n/.test(text);
}

function hasCarriageReturn(hunk: PatchHunk): boolean {
  return hunk.lines.some((line) => line.text.endsWith('\r'));
}
