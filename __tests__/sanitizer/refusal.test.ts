import { describe, expect, test } from '@jest/globals';
import { sanitizeRefusal } from '../../src/sanitizer/run/refusal.ts';
import type { TriggeringEvent } from '../../src/sanitizer/run/refusal.ts';

const repository = 'owner/name';
const own = { headRepository: 'Owner/Name' };
const fork = { headRepository: 'someone/name' };

/** Events, and the word that the refusal's reason must hold; undefined where the run is allowed. */
const table: readonly [string, Omit<TriggeringEvent, 'repository'>, string | undefined][] = [
  ['a pull request of the repository', { eventName: 'pull_request', ...own }, undefined],
  [
    'a pull request of the repository whose token can write',
    { eventName: 'pull_request', ...own, tokenCanWrite: true },
    undefined,
  ],
  [
    "a fork's pull request with a token that only reads",
    { eventName: 'pull_request', ...fork, tokenCanWrite: false },
    undefined,
  ],
  [
    "a fork's pull request with a token that can write",
    { eventName: 'pull_request', ...fork, tokenCanWrite: true },
    "the job's token can write",
  ],
  [
    "a fork's pull request with a token of unknown rights",
    { eventName: 'pull_request', ...fork },
    'is not known',
  ],
  [
    'a pull request of a deleted repository',
    { eventName: 'pull_request', headRepository: null },
    'from a fork',
  ],
  ['a pull request of which no head is known', { eventName: 'pull_request' }, 'from a fork'],
  ['a push to a branch', { eventName: 'push', refIsInRepository: true }, undefined],
  ['a schedule', { eventName: 'schedule', refIsInRepository: true }, undefined],
  ['a dispatch on a branch', { eventName: 'workflow_dispatch', refIsInRepository: true }, undefined],
  ['a push of which the branch is not known', { eventName: 'push' }, 'on a branch'],
  [
    'a dispatch of a commit on no branch',
    { eventName: 'workflow_dispatch', refIsInRepository: false },
    'on a branch',
  ],
  ['pull_request_target', { eventName: 'pull_request_target', ...own, refIsInRepository: true }, 'secrets'],
  ['workflow_run', { eventName: 'workflow_run', refIsInRepository: true, tokenCanWrite: false }, 'secrets'],
  ['issue_comment', { eventName: 'issue_comment', refIsInRepository: true }, 'secrets'],
  ['merge_group', { eventName: 'merge_group', refIsInRepository: true }, '"merge_group" is not among'],
  ['another case of an allowed name', { eventName: 'Push', refIsInRepository: true }, '"Push" is not among'],
  ['no event', { eventName: '', refIsInRepository: true }, 'an unnamed event'],
];

describe('the sanitizers', () => {
  test.each(table)('%s', (_, event, reason) => {
    const refusal = sanitizeRefusal({ repository, ...event });
    if (reason === undefined) {
      expect(refusal).toBeUndefined();
    } else {
      expect(refusal).toContain(reason);
      expect(refusal).toMatch(/^The sanitizers were not run: .*\.$/);
    }
  });
});
