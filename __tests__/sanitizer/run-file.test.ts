import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { runBounds } from '../../src/sanitizer/run/sanitizer-run.ts';
import type { SanitizerRun } from '../../src/sanitizer/run/sanitizer-run.ts';
import { readRunFile, writeRunFile } from '../../src/sanitizer/run-file.ts';

const run: SanitizerRun = {
  version: 1,
  toolchain: { go: 'go1.26.8', cc: 'gcc 12', platform: 'linux/amd64' },
  root: '/home/runner/repository',
  modules: [{ path: 'example.com/m', dir: '.' }],
  cgoHashes: [{ hash: '0123456789ab', package: 'example.com/m' }],
  builds: [
    { mode: 'asan', package: 'example.com/m', dir: '.', outcome: 'built', seconds: 1.5, leaks: 'checked' },
    {
      mode: 'race',
      package: 'example.com/m',
      dir: 'a/b',
      outcome: 'failed',
      seconds: 0,
      leaks: 'not-asked',
      firstError: 'no',
    },
  ],
  executions: [
    {
      mode: 'asan',
      package: 'example.com/m',
      test: 'TestA',
      exit: 86,
      ended: 'itself',
      seconds: 1,
      texts: ['==1==ERROR'],
    },
    {
      mode: 'asan',
      package: 'example.com/m',
      test: 'TestB',
      exit: null,
      signal: 'SIGKILL',
      ended: 'time',
      seconds: 9,
      texts: [],
    },
  ],
  problems: ['a sentence.'],
  cache: { hits: 1, misses: 2 },
};

/** The run with one value replaced, found by its path. */
function changed(path: readonly (string | number)[], value: unknown): string {
  const copy: unknown = JSON.parse(writeRunFile(run));
  let at = copy as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  at[path.at(-1) ?? ''] = value;
  return JSON.stringify(copy);
}

describe('the file of a run', () => {
  test('is read as it was written', () => {
    expect(readRunFile(writeRunFile(run))).toEqual({ ok: true, value: run });
    const uncounted = { ...run, cache: undefined };
    expect(readRunFile(writeRunFile(uncounted))).toEqual({ ok: true, value: uncounted });
  });

  test.each<[string, (string | number)[], unknown]>([
    ['another version', ['version'], 2],
    ['a field that is not known', ['extra'], 1],
    ['a field that is not known, further down', ['executions', 0, 'extra'], 1],
    ['a root that is relative', ['root'], 'work'],
    ['a directory outside', ['builds', 0, 'dir'], '../../etc'],
    ['a directory that is absolute', ['modules', 0, 'dir'], '/etc'],
    ['a hash that is none', ['cgoHashes', 0, 'hash'], '../../../../x'],
    ['a mode that is none', ['builds', 0, 'mode'], 'msan'],
    ['a status that is none', ['executions', 0, 'exit'], 1e9],
    ['a number that is none', ['builds', 0, 'seconds'], -1],
    ['a text that is too long', ['executions', 0, 'texts', 0], 'x'.repeat(runBounds.textLength + 1)],
    ['too many texts', ['executions', 0, 'texts'], Array.from({ length: runBounds.textsEach + 1 }, () => '')],
    ['a sentence that is too long', ['problems', 0], 'x'.repeat(runBounds.lineLength + 1)],
    ['too many sentences', ['problems'], Array.from({ length: runBounds.problems + 1 }, () => 'x')],
    ['a name that is too long', ['executions', 0, 'test'], 'x'.repeat(runBounds.lineLength + 1)],
    ['a list that is none', ['builds'], {}],
  ])('%s is refused', (_, path, value) => {
    const result = readRunFile(changed(path, value));
    expect(result.ok).toBe(false);
    expect(result.ok ? '' : result.error).toMatch(
      /^The report of the sanitizers has not the form that this version writes.*: write and read it with the same version\.$/,
    );
  });

  test.each(['', '{', 'null', '[]', '"text"', '\0'])('%j is refused', (text) => {
    expect(readRunFile(text).ok).toBe(false);
  });

  test('is refused above its largest size, unread', () => {
    const result = readRunFile(' '.repeat(64 * 1024 * 1024 + 1));
    expect(result).toEqual({ ok: false, error: 'The report of the sanitizers is larger than 64 MB.' });
  });

  test('whatever its value, is read or refused', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const result = readRunFile(JSON.stringify(value));
        expect(typeof (result.ok ? result.value.root : result.error)).toBe('string');
      }),
    );
  });

  test('whatever one of its values is made, is read or refused', () => {
    const places: (string | number)[][] = [
      ['executions', 0, 'texts', 0],
      ['executions', 0, 'exit'],
      ['builds', 1, 'firstError'],
      ['cache'],
      ['toolchain'],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 3 }), (place, value) => {
        const result = readRunFile(changed(place, value));
        if (result.ok) expect(readRunFile(writeRunFile(result.value))).toEqual(result);
      }),
    );
  });
});
