import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ConfigurationError } from '../src/base/errors.ts';
import { parseEvent, servedEvents } from '../src/github/event.ts';

const a = 'a'.repeat(40);
const b = 'b'.repeat(40);
const zeros = '0'.repeat(40);

function pull(headRepo: { full_name: string; fork?: boolean } | null): unknown {
  return {
    action: 'synchronize',
    number: 7,
    sender: { login: 'gopher' },
    pull_request: {
      number: 7,
      title: 'x',
      base: { sha: a, ref: 'main', repo: { full_name: 'acme/widget', fork: false } },
      head: { sha: b, ref: 'topic', repo: headRepo },
    },
  };
}

const push = {
  before: a,
  after: b,
  ref: 'refs/heads/main',
  created: false,
  deleted: false,
  forced: false,
  base_ref: null,
  commits: [],
  repository: { default_branch: 'main', full_name: 'acme/widget' },
};

describe('pull requests', () => {
  test.each(['pull_request', 'pull_request_target'])('%s of the repository itself', (name) => {
    expect(parseEvent(name, pull({ full_name: 'acme/widget' }), '')).toEqual({
      kind: 'pull-request',
      number: 7,
      base: { sha: a, ref: 'main' },
      head: { sha: b, ref: 'topic' },
      fork: false,
      headRepository: 'acme/widget',
    });
  });

  test('of a fork', () => {
    expect(parseEvent('pull_request', pull({ full_name: 'gopher/widget', fork: true }), '')).toMatchObject({
      fork: true,
    });
  });

  test('of a fork that was deleted', () => {
    expect(parseEvent('pull_request', pull(null), '')).toMatchObject({
      fork: true,
      headRepository: null,
    });
  });

  test('inside a repository that is itself a fork of another', () => {
    expect(parseEvent('pull_request', pull({ full_name: 'Acme/widget', fork: true }), '')).toMatchObject({
      fork: false,
    });
  });
});

test('a merge group', () => {
  const payload = {
    action: 'checks_requested',
    merge_group: {
      head_sha: b,
      head_ref: 'refs/heads/gh-readonly-queue/main/pr-7-x',
      base_sha: a,
      base_ref: 'refs/heads/main',
    },
  };
  expect(parseEvent('merge_group', payload, b)).toEqual({ kind: 'merge-group', base: a, head: b });
});

describe('pushes', () => {
  test('of commits', () => {
    expect(parseEvent('push', push, b)).toEqual({
      kind: 'push',
      before: a,
      after: b,
      ref: 'refs/heads/main',
      defaultBranch: 'main',
      created: false,
      deleted: false,
      forced: false,
    });
  });

  test('of a new branch, a new tag, a deletion, and by force', () => {
    expect(
      parseEvent('push', { ...push, before: zeros, ref: 'refs/heads/topic', created: true }, b),
    ).toMatchObject({
      before: zeros,
      created: true,
    });
    expect(
      parseEvent('push', { ...push, before: zeros, ref: 'refs/tags/v1', created: true }, b),
    ).toMatchObject({
      ref: 'refs/tags/v1',
    });
    expect(parseEvent('push', { ...push, after: zeros, deleted: true }, zeros)).toMatchObject({
      after: zeros,
      deleted: true,
    });
    expect(parseEvent('push', { ...push, forced: true }, b)).toMatchObject({ forced: true });
  });

  test('in a repository of SHA-256 ids', () => {
    expect(parseEvent('push', { ...push, before: 'c'.repeat(64), after: 'd'.repeat(64) }, '')).toMatchObject({
      after: 'd'.repeat(64),
    });
  });
});

describe('audits', () => {
  test('of a workflow_dispatch, and of a schedule, whose payloads name no commit', () => {
    expect(parseEvent('workflow_dispatch', { inputs: null, ref: 'refs/heads/main' }, b)).toEqual({
      kind: 'audit',
      head: b,
    });
    expect(parseEvent('schedule', { schedule: '0 3 * * 1' }, b)).toEqual({ kind: 'audit', head: b });
  });

  test('need GITHUB_SHA', () => {
    expect(() => parseEvent('schedule', {}, '')).toThrow(
      new ConfigurationError('The event schedule needs GITHUB_SHA, the commit to audit; it is empty.'),
    );
  });
});

test('an event that is not served names those that are', () => {
  let message = '';
  try {
    parseEvent('issue_comment', {}, a);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    message = (error as Error).message;
  }
  expect(message).toContain('"issue_comment"');
  for (const name of servedEvents) expect(message).toContain(name);
});

describe('a payload that lacks something', () => {
  test.each([
    ['pull_request', {}, 'pull_request is missing, and must be an object'],
    ['pull_request', null, 'the whole is null, and must be an object'],
    ['pull_request', { pull_request: { number: 7 } }, 'pull_request.base is missing, and must be an object'],
    [
      'merge_group',
      { merge_group: { base_sha: a } },
      'merge_group.head_sha is missing, and must be a commit id',
    ],
    ['push', { ...push, repository: {} }, 'repository.default_branch is missing, and must be a text'],
    ['push', { ...push, before: 'HEAD' }, 'before is "HEAD", and must be a full commit id'],
    ['push', { ...push, forced: 'no' }, 'forced is "no", and must be true or false'],
  ])('%s names the field: %j', (name, payload, message) => {
    expect(() => parseEvent(name, payload, a)).toThrow(ConfigurationError);
    expect(() => parseEvent(name, payload, a)).toThrow(message);
  });

  test('is never another error, whatever it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...servedEvents), fc.anything(), fc.string(), (name, payload, sha) => {
        try {
          parseEvent(name, payload, sha);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigurationError);
        }
      }),
    );
  });
});
