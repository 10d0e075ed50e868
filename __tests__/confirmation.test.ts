/** Which finding a report of a dynamic tool confirms. */
import { describe, expect, test } from '@jest/globals';
import type { Location } from '../src/base/span.ts';
import { withEvidence } from '../src/engine/confirmation.ts';
import type { DynamicDiagnostic } from '../src/engine/confirmation.ts';
import type { Finding, Severity } from '../src/engine/diagnostic.ts';

function on(line: number, path = 'kit.go', last = line): Location {
  return { path, span: { start: { line, column: 2 }, end: { line: last, column: 20 } } };
}

function finding(ruleId: string, location: Location, steps: readonly Location[] = []): Finding {
  return {
    ruleId,
    severity: 'info',
    confidence: 'question',
    location,
    message: 'Is `p` freed',
    steps: steps.map((step) => ({ location: step, message: 'here' })),
    packagePath: '.',
    symbol: 'F',
    scope: on(1, location.path, 90),
    tokens: 'x',
    fingerprint: `v1:${ruleId}:${String(location.span.start.line)}`,
  };
}

function seen(
  stacks: readonly (readonly Location[])[],
  test = 'p.TestA',
  severity: Severity = 'error',
): DynamicDiagnostic {
  return {
    ...finding('asan/heap-use-after-free', stacks[0]?.[0] ?? on(1)),
    severity,
    confidence: 'certain',
    isOwn: true,
    confirms: new Set(['c-use-after-free', 'use-after-close']),
    evidence: {
      tool: 'AddressSanitizer',
      kind: 'heap-use-after-free',
      tests: [test],
      stacks: stacks.map((frames) => ({
        label: 'the access',
        frames: frames.map((location) => ({ location, message: 'f' })),
      })),
      report: '',
    },
  };
}

const never = (): boolean => false;

describe('a report meets a finding', () => {
  test.each<[string, Finding, DynamicDiagnostic, boolean]>([
    ['on its own line', finding('c-use-after-free', on(7)), seen([[on(7)]]), true],
    ['on any line of its code', finding('c-use-after-free', on(6, 'kit.go', 9)), seen([[on(8)]]), true],
    ['below C frames', finding('c-use-after-free', on(7)), seen([[on(3, 'kit.c'), on(7)]]), true],
    ['on a step of its path', finding('c-use-after-free', on(7), [on(5)]), seen([[on(30)], [on(5)]]), true],
    ['not in another file', finding('c-use-after-free', on(7)), seen([[on(7, 'other.go')]]), false],
    ['not on the line below', finding('c-use-after-free', on(7)), seen([[on(8)]]), false],
    ['not of another class', finding('cstring-leak', on(7)), seen([[on(7)]]), false],
  ])('%s', (_name, one, report, meets) => {
    const { findings, unmet } = withEvidence([one], [report], never);
    expect(findings[0]?.evidence).toEqual(meets ? report.evidence : undefined);
    expect(unmet).toEqual(meets ? [] : [report]);
  });

  test('of several the one whose own place is nearest to the top of a stack', () => {
    const [caller, callee] = [finding('use-after-close', on(40)), finding('c-use-after-free', on(7))];
    const step = finding('c-use-after-free', on(60), [on(7)]);
    const { findings } = withEvidence([step, caller, callee], [seen([[on(7), on(40)]])], never);
    expect(findings.map(({ evidence }) => evidence !== undefined)).toEqual([false, false, true]);
  });

  test('the end of a span is exclusive: a place that ends at the next line does not hold it', () => {
    const location = { path: 'kit.go', span: { start: { line: 7, column: 1 }, end: { line: 8, column: 1 } } };
    expect(
      withEvidence([finding('c-use-after-free', location)], [seen([[on(8)]])], never).unmet,
    ).toHaveLength(1);
  });
});

describe('a confirmed finding', () => {
  test('is certain, and as grave as what was seen', () => {
    const { findings } = withEvidence([finding('c-use-after-free', on(7))], [seen([[on(7)]])], never);
    expect(findings).toMatchObject([{ severity: 'error', confidence: 'certain' }]);
  });

  test('keeps its severity where the policy set it, or where it is the graver', () => {
    const one = finding('c-use-after-free', on(7));
    const report = seen([[on(7)]], 'p.TestA', 'warning');
    expect(withEvidence([one], [report], () => true).findings).toMatchObject([{ severity: 'info' }]);
    const grave: Finding = { ...one, severity: 'error' };
    expect(withEvidence([grave], [report], never).findings).toMatchObject([{ severity: 'error' }]);
  });

  test('has all tests that saw it, once each', () => {
    const reports = [seen([[on(7)]], 'p.TestA'), seen([[on(7)]], 'p.TestB'), seen([[on(7)]], 'p.TestA')];
    const { findings, unmet } = withEvidence([finding('c-use-after-free', on(7))], reports, never);
    expect(findings[0]?.evidence?.tests).toEqual(['p.TestA', 'p.TestB']);
    expect(unmet).toEqual([]);
  });

  test('keeps its identity', () => {
    const one = finding('c-use-after-free', on(7));
    const [confirmed] = withEvidence([one], [seen([[on(7)]])], never).findings;
    expect(confirmed?.fingerprint).toBe(one.fingerprint);
  });
});

test('reports of one place that meet nothing are one, with all their tests', () => {
  const reports = [
    seen([[on(7)], [on(3)]], 'p.TestA'),
    seen([[on(7)], [on(4)]], 'p.TestA'),
    seen([[on(7)], [on(3)]], 'p.TestB'),
  ];
  const { unmet } = withEvidence([], reports, never);
  expect(unmet.map(({ evidence }) => evidence.tests)).toEqual([['p.TestA', 'p.TestB'], ['p.TestA']]);
});
