import { expect, test } from '@jest/globals';
import { hostileLogs } from '../sanitizer/hostile-logs.ts';
import { problemsOfLog } from '../sanitizer/report-checks.ts';
import { samples } from '../sanitizer/samples.ts';
import { mutate } from './mutations.ts';

const count = 10_000;

test(`${String(count)} damaged logs are read, half of them damaged twice, and what is taken from them is sound`, () => {
  const logs = samples();
  const found = Array.from({ length: count }, (_, seed) => {
    const log = logs[(seed * 7) % logs.length];
    if (log === undefined) throw new Error('there are no samples');
    const once = mutate(log.text, seed).text;
    const text = seed % 2 === 0 ? once : mutate(once, seed * 31).text;
    return problemsOfLog(text).map((problem) => `${log.name}, seed ${String(seed)}: ${problem}`);
  }).flat();
  expect(found).toEqual([]);
});

test.each(hostileLogs(8 * 1024 * 1024))('$name is read to its end', ({ text }) => {
  expect(problemsOfLog(text)).toEqual([]);
});
