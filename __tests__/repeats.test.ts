import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../src/engine/diagnostic.ts';
import { foldRepeats, unfolded } from '../src/engine/repeats.ts';
import { leak } from './report-fixture.ts';

function finding(number: number, fields: Partial<Finding> = {}): Finding {
  return { ...leak, fingerprint: `v1:${String(number)}`, sharedCause: 'type DB', ...fields };
}

const numbers = (findings: readonly Finding[]): string[][] =>
  findings.map((one) => unfolded(one).map(({ fingerprint }) => fingerprint.slice(3)));
const never = (): boolean => false;

describe('findings of one rule with one cause', () => {
  test('are one, at the first place that is preferred', () => {
    const list = [finding(1), finding(2), finding(3)];
    expect(numbers(foldRepeats(list, never))).toEqual([['1', '2', '3']]);
    expect(numbers(foldRepeats(list, ({ fingerprint }) => fingerprint === 'v1:2'))).toEqual([
      ['2', '1', '3'],
    ]);
  });

  test.each<[string, Partial<Finding>]>([
    ['another cause', { sharedCause: 'type Iterator' }],
    ['another rule', { ruleId: 'missing-keepalive' }],
    ['another package', { packagePath: 'other' }],
    ['another severity', { severity: 'error' }],
    ['a question', { confidence: 'question' }],
  ])('stay apart: %s', (_name, fields) => {
    expect(numbers(foldRepeats([finding(1), finding(2, fields)], never))).toEqual([['1'], ['2']]);
  });

  test('without a shared cause stay apart', () => {
    const { sharedCause: _cause, ...own } = finding(1);
    expect(numbers(foldRepeats([own, { ...own, fingerprint: 'v1:2' }], never))).toEqual([['1'], ['2']]);
  });

  test('stand where the first of them stood', () => {
    const list = [finding(1), finding(2, { sharedCause: 'type X' }), finding(3)];
    expect(numbers(foldRepeats(list, never))).toEqual([['1', '3'], ['2']]);
  });

  test('are bounded, so that a comment can carry all of their identities, and none is lost', () => {
    const list = Array.from({ length: 450 }, (_, number) => finding(number));
    const folded = foldRepeats(list, never);
    expect(folded.map((one) => unfolded(one).length)).toEqual([200, 200, 50]);
    expect(new Set(numbers(folded).flat()).size).toBe(450);
  });

  test('unfold to what they were', () => {
    const list = [finding(1), finding(2)];
    expect(foldRepeats(list, never).flatMap(unfolded)).toEqual(list);
  });
});
