import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ReviewReport } from '../src/report/report.ts';
import type { RunContext } from '../src/app/review-change.ts';
import { audit, auditContext } from '../scripts/bench/audit.ts';
import { hardFunction, longFunctions, packageOfFiles } from '../scripts/bench/generated-code.ts';
import { growthExponent } from '../scripts/bench/statistics.ts';
import { textRepository } from '../scripts/bench/text-repository.ts';

let context: RunContext;
beforeAll(async () => {
  context = await auditContext();
});

async function reportOf(texts: ReadonlyMap<string, string>): Promise<ReviewReport> {
  return (await audit(textRepository(texts), context)).report;
}

/** `rule:line` of the first and the last finding, and how many there are. */
function outline({ findings }: ReviewReport): { count: number; ends: string[] } {
  const places = findings.map(({ ruleId, location }) => `${ruleId}:${String(location.span.start.line)}`);
  return { count: places.length, ends: [...new Set([...places.slice(0, 1), ...places.slice(-1)])] };
}

const lines = 20_000;

describe(`a function of ${String(lines)} lines`, () => {
  const expected: Readonly<Record<string, { count: number; ends: string[] }>> = {
    // The one pointer of 4,001 that is not freed.
    freed: { count: 1, ends: ['cstring-leak:20010'] },
    // Each pointer leaks, at the latest at the function's end.
    leaking: { count: 4000, ends: ['cstring-leak:11', 'cstring-leak:20006'] },
    plain: { count: 1, ends: ['cstring-leak:10'] },
    deferred: { count: 0, ends: [] },
  };

  test.each(
    longFunctions.filter(({ name }) => name in expected).map((shape) => [shape.name, shape] as const),
  )('%s: is followed to its end, and reported as it should', async (name, shape) => {
    const text = shape.text(lines);
    expect(text.split('\n').length).toBeGreaterThan(lines);
    const report = await reportOf(new Map([['a.go', text]]));
    expect(outline(report)).toEqual(expected[name]);
    expect(report.notReviewed).toEqual([]);
  });

  test('one variable that is allocated and freed 6,667 times is listed as not followed to its end', async () => {
    const shape = longFunctions.find(({ name }) => name === 'reassigned');
    const report = await reportOf(new Map([['a.go', shape?.text(lines) ?? '']]));
    expect(report.findings).toEqual([]);
    const incomplete = 'was not followed to its end: `func F` at line 9 is too large';
    expect(report.notReviewed.map(({ reason }) => reason)).toEqual([incomplete]);
    expect(report.verdict).toBe('incomplete');
  });
});

test('a function with more paths than can be searched is listed, and what stands beside it is not', async () => {
  const small = packageOfFiles(2, 1);
  const report = await reportOf(new Map([...small, ['hard.go', hardFunction()]]));
  expect(report.notReviewed).toEqual([
    {
      path: 'hard.go',
      reason: 'was not followed to its end: `func F` at line 9 is too large',
      excluded: false,
    },
  ]);
  expect(report.findings.map(({ ruleId, location }) => `${ruleId} ${location.path}`)).toContain(
    'cstring-leak file00000.go',
  );
});

test('a package of 3,000 files is one package, and each of its 30 leaks is found', async () => {
  const report = await reportOf(packageOfFiles(3_000, 2));
  expect(report.stats).toMatchObject({ files: 3_000, packages: 1 });
  expect(report.notReviewed).toEqual([]);
  expect(report.findings.map(({ ruleId, location }) => `${ruleId} ${location.path}`)).toEqual(
    Array.from({ length: 30 }, (_, i) => `cstring-leak file${String(i * 100).padStart(5, '0')}.go`),
  );
});

test.each([
  [1, [2, 4, 8]],
  [2, [4, 16, 64]],
  [0, [3, 3, 3]],
])('the exponent of the growth %d is told from the times %j', (exponent, times) => {
  const points = times.map((time, i) => ({ size: 100 * 2 ** i, time }));
  expect(growthExponent(points)).toBeCloseTo(exponent);
});
