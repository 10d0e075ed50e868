import { describe, expect, test } from '@jest/globals';
import { notRun } from '../../src/app/dynamic/run.ts';
import { summaryOf } from '../../src/app/dynamic/summary.ts';
import type { BuildRecord, ExecutionRecord } from '../../src/sanitizer/run/sanitizer-run.ts';
import { sample } from './samples.ts';

const build: BuildRecord = {
  mode: 'asan',
  package: 'example.com/a',
  dir: '.',
  outcome: 'built',
  seconds: 2,
  leaks: 'checked',
};
const execution: ExecutionRecord = {
  mode: 'asan',
  package: 'example.com/a',
  test: 'TestA',
  exit: 0,
  ended: 'itself',
  seconds: 3,
  texts: [],
};

describe('the summary of a run', () => {
  test.each<[string, Partial<BuildRecord>, readonly Partial<ExecutionRecord>[], object]>([
    ['of a test that passes', {}, [{}], { tests: 1, reports: 0, seconds: 5 }],
    [
      'of reports',
      {},
      [{ texts: [sample('asan-gcc-double-free')] }, {}],
      { tests: 2, reports: 1, seconds: 8 },
    ],
    ['of another tool leaves it out', {}, [{ mode: 'race' }], { tests: 0, seconds: 2 }],
    ['of what does not build', { outcome: 'failed', firstError: 'a.go:1: no' }, [], { note: 'a.go:1: no' }],
    ['of time', {}, [{ ended: 'time' }], { note: '`TestA` ran too long and was ended' }],
    ['of output', {}, [{ ended: 'output' }], { note: '`TestA` printed too much and was ended' }],
    ['of memory', {}, [{ ended: 'memory' }], { note: '`TestA` took too much memory and was ended' }],
    ['of disk', {}, [{ ended: 'disk' }], { note: '`TestA` wrote too much and was ended' }],
    [
      'of tests that failed, and met nothing',
      {},
      [{ exit: 1, texts: ['--- FAIL: TestA'] }, {}, { exit: 86, texts: [sample('asan-gcc-double-free')] }],
      {
        note: '1 of 3 tests failed without a report, `TestA` for one: what they did not get to was not seen',
      },
    ],
    ['of leaks', { leaks: 'own-TestMain' }, [{}], { note: expect.stringContaining('leaks may stay unseen') }],
  ])('%s', (_, builds, executions, expected) => {
    const run = {
      ...notRun('One problem.'),
      builds: [{ ...build, ...builds }],
      executions: executions.map((each) => ({ ...execution, ...each })),
    };
    const summary = summaryOf(run);
    expect(summary.packages).toMatchObject([{ package: 'example.com/a', mode: 'asan', ...expected }]);
    expect(summary.problems).toEqual(['One problem.']);
    expect(summary.seconds).toBe(summary.packages[0]?.seconds);
  });
});
