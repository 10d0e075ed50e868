import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { findRemedies, runRemedy } from '../scripts/programs/remedies.ts';
import { findEvidence, runEvidence } from '../scripts/programs/rules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const evidence = await findEvidence(root);
const remedies = await findRemedies(root);
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

describe('remedies', () => {
  test('there are some', () => {
    expect(remedies.length).toBeGreaterThan(0);
  });

  test.each(remedies.map((one) => [one.name, one] as const))(
    '%s: comes out clean under its tools',
    async (_name, remedy) => {
      const results = await runRemedy(remedy);
      expect(results.filter(({ problem }) => problem !== undefined)).toEqual([]);
    },
    tenMinutes,
  );
});
