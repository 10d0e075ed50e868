import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Hunk } from '../src/diff/change.ts';
import { computeHunks } from '../src/diff/compute.ts';
import { LineMap } from '../src/diff/line-map.ts';
import { DiffPositions } from '../src/diff/positions.ts';
import type { DiffSide } from '../src/diff/positions.ts';
import { parseHunks, parseUnifiedDiff } from '../src/diff/unified.ts';
import { filePair, splitLines } from './diff-arbitraries.ts';
import { TemporaryRepository } from './git-repository.ts';

const repository = TemporaryRepository.create();
afterAll(() => repository.dispose());

function hunks(patch: string): Hunk[] {
  const result = parseHunks(patch);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

/**
 * Line 2 is replaced, two lines go before new line 5, one is added at the end of the first hunk; a second
 * hunk.
 */
const sample = hunks(
  [
    '@@ -1,7 +1,6 @@',
    ' one',
    '-two',
    '+TWO',
    ' three',
    ' four',
    '-gone',
    '-gone too',
    ' five',
    '+six',
    '@@ -20,2 +19,3 @@ func f() {',
    ' twenty',
    '+new',
    ' twenty-one',
  ].join('\n'),
);

describe('LineMap', () => {
  const map = new LineMap(sample);

  test('follows lines through the hunks and between them', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 19, 20, 21, 22].map((line) => map.toNew(line))).toEqual([
      1,
      undefined,
      3,
      4,
      undefined,
      undefined,
      5,
      7,
      18,
      19,
      21,
      22,
    ]);
    expect([1, 2, 3, 4, 5, 6, 7, 18, 19, 20, 21, 22].map((line) => map.toOld(line))).toEqual([
      1,
      undefined,
      3,
      4,
      7,
      undefined,
      8,
      19,
      20,
      undefined,
      21,
      22,
    ]);
  });

  test('is the identity without hunks', () => {
    const identity = new LineMap([]);
    expect([identity.toNew(7), identity.toOld(7)]).toEqual([7, 7]);
  });

  test('an added and a removed file map no line', () => {
    expect(new LineMap(hunks('@@ -0,0 +1,2 @@\n+a\n+b')).toOld(2)).toBeUndefined();
    expect(new LineMap(hunks('@@ -1,2 +0,0 @@\n-a\n-b')).toNew(1)).toBeUndefined();
  });
});

describe('DiffPositions', () => {
  const positions = new DiffPositions(sample);

  test('has the deleted and context lines on the left, the added and context lines on the right', () => {
    const lines = (side: DiffSide): number[] =>
      Array.from({ length: 30 }, (_, i) => i).filter((line) => positions.has(side, line));
    expect(lines('LEFT')).toEqual([1, 2, 3, 4, 5, 6, 7, 20, 21]);
    expect(lines('RIGHT')).toEqual([1, 2, 3, 4, 5, 6, 19, 20, 21]);
  });

  test('knows which lines share a hunk', () => {
    expect(positions.sameHunk('RIGHT', 1, 6)).toBe(true);
    expect(positions.sameHunk('RIGHT', 6, 19)).toBe(false);
    expect(positions.sameHunk('RIGHT', 7, 7)).toBe(false);
  });

  test('clamps a range to the largest part within one hunk', () => {
    expect(positions.clampRange('RIGHT', 4, 4)).toEqual({ startLine: 4, line: 4 });
    expect(positions.clampRange('RIGHT', 2, 10)).toEqual({ startLine: 2, line: 6 });
    expect(positions.clampRange('RIGHT', 7, 20)).toEqual({ startLine: 19, line: 20 });
    expect(positions.clampRange('RIGHT', 5, 21)).toEqual({ startLine: 19, line: 21 });
    expect(positions.clampRange('RIGHT', 5, 20)).toEqual({ startLine: 19, line: 20 });
    expect(positions.clampRange('RIGHT', 1, 99)).toEqual({ startLine: 1, line: 6 });
    expect(positions.clampRange('LEFT', 6, 30)).toEqual({ startLine: 20, line: 21 });
    expect(positions.clampRange('RIGHT', 7, 18)).toBeUndefined();
    expect(positions.clampRange('RIGHT', 9, 8)).toBeUndefined();
  });

  test('lists added lines and where lines were deleted', () => {
    expect(positions.addedLines()).toEqual([2, 6, 20]);
    expect([2, 6, 20, 1, 19].map((line) => positions.isAdded(line))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(positions.deletionPoints()).toEqual([
      { oldLines: [2], beforeLine: 2 },
      { oldLines: [5, 6], beforeLine: 5 },
    ]);
  });

  test('a deletion touches the range that holds the line after it', () => {
    const deletion = new DiffPositions(hunks('@@ -4,3 +4,2 @@\n a\n-b\n c'));
    expect(deletion.touches(5, 5)).toBe(true);
    expect(deletion.touches(1, 9)).toBe(true);
    expect(deletion.touches(1, 4)).toBe(false);
    expect(deletion.touches(6, 9)).toBe(false);
    const atEnd = new DiffPositions(hunks('@@ -4,2 +4 @@\n a\n-b'));
    expect(atEnd.deletionPoints()).toEqual([{ oldLines: [5], beforeLine: 5 }]);
    expect(atEnd.touches(1, 4)).toBe(false);
  });

  test('an added line touches the ranges that hold it', () => {
    expect(positions.touches(19, 20)).toBe(true);
    expect(positions.touches(20, 21)).toBe(true);
    expect(positions.touches(19, 19)).toBe(false);
    expect(positions.touches(7, 18)).toBe(false);
  });

  test('a removed file has no right side', () => {
    const removed = new DiffPositions(hunks('@@ -1,2 +0,0 @@\n-a\n-b'));
    expect([removed.has('LEFT', 2), removed.has('RIGHT', 0), removed.has('RIGHT', 1)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(removed.deletionPoints()).toEqual([{ oldLines: [1, 2], beforeLine: 1 }]);
  });
});

describe('computeHunks', () => {
  function computed(before: string, after: string): Hunk[] {
    const result = computeHunks(before, after);
    if (!result.ok) throw new Error(result.error);
    return result.value;
  }

  test('equal texts have no hunks', () => {
    expect([computed('', ''), computed('a\nb', 'a\nb')]).toEqual([[], []]);
  });

  test('an added file has an empty old side', () => {
    expect(computed('', 'a\n')).toEqual(hunks('@@ -0,0 +1 @@\n+a'));
    expect(computed('a\n', '')).toEqual(hunks('@@ -1 +0,0 @@\n-a'));
  });

  test('changes six lines apart share a hunk, seven lines apart do not', () => {
    const text = (distance: number, mark: string): string => `${mark}\n${'-\n'.repeat(distance)}${mark}\n`;
    expect(computed(text(6, 'a'), text(6, 'b'))).toHaveLength(1);
    expect(computed(text(7, 'a'), text(7, 'b'))).toHaveLength(2);
  });

  const many = (name: string, count: number): string =>
    Array.from({ length: count }, (_, i) => `${name}${i}\n`).join('');

  test('one long run of added or deleted lines has no limit', () => {
    expect(
      computed(many('a', 20), many('a', 10) + many('b', 50_000) + many('a', 20).slice(many('a', 10).length)),
    ).toMatchObject([{ oldStart: 8, oldLines: 6, newStart: 8, newLines: 50_006 }]);
    expect(computed(many('a', 50_000), '')).toMatchObject([{ oldLines: 50_000, newLines: 0 }]);
  });

  test('texts that differ everywhere are refused in bounded time', () => {
    const start = performance.now();
    expect(computeHunks(many('a', 30_000), many('b', 30_000))).toEqual({
      ok: false,
      error: 'the two versions differ in more than 3000 lines, too many to be compared',
    });
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});

/**
 * The hunks that git finds between the two texts of each pair, and how many lines it counts as added and
 * deleted.
 */
function gitHunks(
  pairs: readonly (readonly [string, string])[],
  context: number,
): { readonly hunks: readonly Hunk[]; readonly added: number; readonly deleted: number }[] {
  repository.commit('old', Object.fromEntries(pairs.map(([before], i) => [`${i}.txt`, before])));
  repository.commit('new', Object.fromEntries(pairs.map(([, after], i) => [`${i}.txt`, after])));
  const files = parseUnifiedDiff(repository.git('diff', `-U${context}`, 'HEAD~', 'HEAD'));
  if (!files.ok) throw new Error(files.error);
  const counts = repository.git('diff', '--numstat', 'HEAD~', 'HEAD').trim().split('\n');
  const countOf = new Map(
    counts.map((line) => line.split('\t')).map(([added, deleted, path]) => [path, { added, deleted }]),
  );
  return pairs.map((_, i) => {
    const diff = files.value.find((file) => file.path === `${i}.txt`)?.diff;
    const { added = 0, deleted = 0 } = countOf.get(`${i}.txt`) ?? {};
    return { hunks: diff?.kind === 'text' ? diff.hunks : [], added: Number(added), deleted: Number(deleted) };
  });
}

/** Holds the map and the positions against the texts themselves and git's own counts. */
function check(
  [before, after]: readonly [string, string],
  found: readonly Hunk[],
  counts: { readonly added: number; readonly deleted: number },
): void {
  const map = new LineMap(found);
  const positions = new DiffPositions(found);
  const [oldLines, newLines] = [splitLines(before), splitLines(after)];
  const kept = oldLines.flatMap((text, i) => {
    const newLine = map.toNew(i + 1);
    if (newLine === undefined) return [];
    expect(newLines[newLine - 1]).toBe(text);
    expect(map.toOld(newLine)).toBe(i + 1);
    return [newLine];
  });
  expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
  const added = newLines.flatMap((_, i) => (map.toOld(i + 1) === undefined ? [i + 1] : []));
  const deleted = oldLines.flatMap((_, i) => (map.toNew(i + 1) === undefined ? [i + 1] : []));
  expect([added.length, deleted.length]).toEqual([counts.added, counts.deleted]);
  expect(kept).toHaveLength(newLines.length - added.length);

  expect(positions.addedLines()).toEqual(added);
  expect(positions.deletionPoints().flatMap((point) => point.oldLines)).toEqual(deleted);
  for (const { oldLines: run, beforeLine } of positions.deletionPoints()) {
    // What is left of the old text before the run, and what was added there, is what stands before the line.
    const keptBefore = oldLines.slice(0, run[0]).filter((_, i) => map.toNew(i + 1) !== undefined).length;
    const addedBefore = added.filter((line) => line < beforeLine).length;
    expect(beforeLine).toBe(keptBefore + addedBefore + 1);
  }
  checkAnchors(positions, found, newLines.length);
}

/** A second, plain reading of the hunks: which lines of the new file each of them shows. */
function checkAnchors(positions: DiffPositions, found: readonly Hunk[], lineCount: number): void {
  const hunkOf = new Map<number, number>();
  found.forEach((hunk, index) => {
    const shown = hunk.lines.filter((line) => line.kind !== 'deleted').length;
    for (let i = 0; i < shown; i++) hunkOf.set(hunk.newStart + i, index);
  });
  for (let start = 0; start <= lineCount + 1; start++) {
    expect(positions.has('RIGHT', start)).toBe(hunkOf.has(start));
    for (let end = start; end <= lineCount + 1; end += 3) {
      expect(positions.sameHunk('RIGHT', start, end)).toBe(
        hunkOf.has(start) && hunkOf.get(start) === hunkOf.get(end),
      );
      const lines = Array.from({ length: end - start + 1 }, (_, i) => start + i).filter((line) =>
        hunkOf.has(line),
      );
      const range = positions.clampRange('RIGHT', start, end);
      expect(range === undefined).toBe(lines.length === 0);
      if (range === undefined) continue;
      expect(start <= range.startLine && range.startLine <= range.line && range.line <= end).toBe(true);
      expect(positions.sameHunk('RIGHT', range.startLine, range.line)).toBe(true);
      const sizes = found.map((_, index) => lines.filter((line) => hunkOf.get(line) === index).length);
      expect(range.line - range.startLine + 1).toBe(Math.max(...sizes));
    }
  }
  for (let start = 1; start <= lineCount; start++) {
    const end = Math.min(start + 2, lineCount);
    const added = positions.addedLines().some((line) => start <= line && line <= end);
    const deleted = positions
      .deletionPoints()
      .some(({ beforeLine }) => start <= beforeLine && beforeLine <= end);
    expect(positions.touches(start, end)).toBe(added || deleted);
  }
}

test('random files: the map and the positions agree with the texts and with git', () => {
  fc.assert(
    fc.property(
      fc.array(filePair, { minLength: 12, maxLength: 12 }),
      fc.constantFrom(0, 1, 3),
      (pairs, context) => {
        gitHunks(pairs, context).forEach((result, i) => check(pairs[i] ?? ['', ''], result.hunks, result));
      },
    ),
    { numRuns: 12 },
  );
});

test('random files: computed hunks are true and well-formed', () => {
  fc.assert(
    fc.property(filePair, ([before, after]) => {
      const result = computeHunks(before, after);
      if (!result.ok) throw new Error(result.error);
      const count = (kind: string): number =>
        result.value.flatMap((hunk) => hunk.lines).filter((line) => line.kind === kind).length;
      check([before, after], result.value, { added: count('added'), deleted: count('deleted') });
      expect(result.value.length === 0).toBe(before === after);
      // The parser accepts them: they ascend and fit each other.
      const patch = result.value.map(
        (hunk) =>
          `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@\n` +
          hunk.lines
            .map(({ kind, text }) => ({ context: ' ', added: '+', deleted: '-' })[kind] + text)
            .join('\n'),
      );
      expect(parseHunks(patch.join('\n'))).toEqual(result);
    }),
    { numRuns: 150 },
  );
});
