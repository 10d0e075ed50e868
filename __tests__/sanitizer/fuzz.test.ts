import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mutate } from '../long/mutations.ts';
import { hostileLogs } from './hostile-logs.ts';
import { problemsOfLog } from './report-checks.ts';
import { samples } from './samples.ts';

const logs = samples().map(({ text }) => text);

/** `npm run test:long` reads more than thirty times as many. */
const count = 300;

test(`${String(count)} damaged logs are read, and what is taken from them is sound`, () => {
  const found = Array.from({ length: count }, (_, seed) => {
    const text = logs[(seed * 7) % logs.length] ?? '';
    return problemsOfLog(mutate(text, seed).text).map((problem) => `seed ${String(seed)}: ${problem}`);
  }).flat();
  expect(found).toEqual([]);
});

describe('whatever the text', () => {
  const line = fc.constantFrom(...new Set(logs.flatMap((text) => text.split('\n'))));
  const lineEnd = fc.constantFrom('\n', '\r\n', '\r', '');

  test('of any units, the reports of it are sound', () => {
    fc.assert(
      fc.property(fc.uint16Array({ maxLength: 400 }), (units) => {
        expect(problemsOfLog(String.fromCharCode(...units))).toEqual([]);
      }),
    );
  });

  test('of lines of reports in any order, the reports of it are sound', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(line, lineEnd), { maxLength: 60 }), (lines) => {
        expect(problemsOfLog(lines.flat().join(''))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('of two logs that were written at the same time, the reports of it are sound', () => {
    const log = fc.constantFrom(...logs).map((text) => text.split('\n'));
    fc.assert(
      fc.property(log, log, fc.infiniteStream(fc.boolean()), (a, b, turns) => {
        const lines: string[] = [];
        for (let i = 0, j = 0; i < a.length || j < b.length;) {
          const isFirst = j >= b.length || (i < a.length && turns.next().value === true);
          lines.push((isFirst ? a[i++] : b[j++]) ?? '');
        }
        expect(problemsOfLog(lines.join('\n'))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

test.each(hostileLogs(256 * 1024))('$name is read to its end', ({ text }) => {
  expect(problemsOfLog(text)).toEqual([]);
});
