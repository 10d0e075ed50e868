import { describe, expect, test } from '@jest/globals';
import { findEvidence, runEvidence } from '../scripts/evidence.ts';

const evidence = await findEvidence();
const tenMinutes = 600_000;

describe('evidence', () => {
  test('there is some', () => {
    expect(evidence.length).toBeGreaterThan(0);
  });

  test.each(evidence.map((one) => [one.rule, one] as const))(
    '%s: the tool convicts the bad program and clears the good one',
    async (_rule, one) => {
      const { programs } = await runEvidence(one);
      expect(programs.map(({ program }) => program)).toEqual(['bad', 'good']);
      expect(programs.filter(({ problem }) => problem !== undefined)).toEqual([]);
    },
    tenMinutes,
  );
});
