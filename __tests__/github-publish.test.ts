import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Finding } from '../src/engine/diagnostic.ts';
import { createClient } from '../src/github/client.ts';
import { statusOf } from '../src/github/failure.ts';
import { editComments } from '../src/github/edit-comments.ts';
import { fetchShown } from '../src/github/existing.ts';
import { publishReview } from '../src/github/publish.ts';
import type { PublishResult } from '../src/github/publish.ts';
import type { CommentUpdate, PostedComment } from '../src/report/review/later-proof.ts';
import { renderMarker } from '../src/report/review/marker.ts';
import type { ReviewComment, ReviewPlan } from '../src/report/review/plan.ts';
import { FakeGitHub } from './fake-github/index.ts';
import type { FakeGitHubOptions } from './fake-github/index.ts';
import { TemporaryRepository } from './git-repository.ts';
import { clientOf, lines, recordingLogger } from './github-fixture.ts';

const repo = { owner: 'acme', name: 'widget' };
const fullName = 'acme/widget';
const reviews = /\/pulls\/1\/reviews$/;
const bot = 'github-actions[bot]';
const allowed = { metadata: 'read', contents: 'read', pull_requests: 'write' } as const;

let repository: TemporaryRepository;
let hub: FakeGitHub;
let head: string;
let log: ReturnType<typeof recordingLogger>;

/** A pull request that adds the 40 lines of a.go. */
async function serve(options: FakeGitHubOptions = {}): Promise<void> {
  hub = await FakeGitHub.start(options);
  await hub.addRepository({ ...repo, gitDir: repository.root });
  await hub.openPullRequest(fullName, { base: 'main', head: 'topic' });
  log = recordingLogger();
}

beforeEach(async () => {
  repository = TemporaryRepository.create();
  repository.commit('change');
  repository.git('checkout', '--quiet', '-B', 'topic', 'main');
  head = repository.commit('change', { 'a.go': lines(40) });
  await serve();
});

afterEach(async () => {
  expect(hub.faults).toEqual([]);
  expect(hub.unknownRequests).toEqual([]);
  expect(hub.pendingFailures).toBe(0);
  await hub.close();
  repository.dispose();
});

const fingerprint = (n: number): string => `v1:${String(n).padStart(32, '0')}`;

/** The comment of the n-th finding, on line n; a line above 40 is not in the diff. */
function comment(n: number, more: Partial<ReviewComment> = {}): ReviewComment {
  const mark = fingerprint(n);
  return {
    path: 'a.go',
    line: n,
    side: 'RIGHT',
    body: `finding ${n}\n\n${renderMarker([mark])}`,
    fingerprint: mark,
    ...more,
  };
}

function finding(n: number): Finding {
  const location = { path: 'a.go', span: { start: { line: n, column: 1 }, end: { line: n, column: 2 } } };
  return {
    ruleId: 'cstring-leak',
    severity: 'error',
    confidence: 'certain',
    location,
    message: `finding ${n}`,
    steps: [],
    packagePath: '.',
    symbol: 'f',
    scope: location,
    tokens: '',
    fingerprint: fingerprint(n),
  };
}

function plan(create: readonly ReviewComment[], listed: readonly number[] = []): ReviewPlan {
  const marker = renderMarker(listed.map(fingerprint));
  return {
    create,
    listed: listed.map(finding),
    kept: [],
    update: [],
    body: `the review\n\n${marker}`.trim(),
  };
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

function publish(what: ReviewPlan, token = hub.token): Promise<PublishResult> {
  return publishReview(clientOf(hub, { token, log }), repo, 1, head, what, log, {
    pause: async () => undefined,
  });
}

/** What a user sees: the lines with comments, in order, and the bodies of the reviews. */
function seen(): { readonly lines: (number | undefined)[]; readonly bodies: string[] } {
  const view = hub.view(fullName, 1);
  return {
    lines: view.threads.map((thread) => thread.line).sort((a, b) => (a ?? 0) - (b ?? 0)),
    bodies: view.reviews.map((review) => review.body),
  };
}

const posts = (): number =>
  hub.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/pulls/1/reviews')).length;

describe('a review', () => {
  test('is one COMMENT review of the reviewed commit: one notification', async () => {
    const ranged = comment(7, { start_line: 5, start_side: 'RIGHT' });
    const result = await publish(plan([comment(3), ranged], [50]));
    expect(result).toEqual({
      posted: [fingerprint(3), fingerprint(7), fingerprint(50)],
      refused: [],
      reviewUrl: expect.stringMatching(/#pullrequestreview-\d+$/),
      readOnly: false,
      stale: false,
    });
    const view = hub.view(fullName, 1);
    expect(view.reviews).toMatchObject([{ author: bot, state: 'COMMENTED', commit: head }]);
    expect(view.threads.map(({ line, startLine }) => [line, startLine])).toEqual([
      [3, undefined],
      [7, 5],
    ]);
    expect(hub.writes).toHaveLength(1);
  });

  test('without anything new writes nothing, and asks nothing', async () => {
    const result = await publish({
      create: [],
      listed: [],
      kept: [finding(1)],
      update: [],
      body: undefined,
    });
    expect(result).toEqual({ posted: [], refused: [], readOnly: false, stale: false });
    expect(hub.requests).toEqual([]);
  });

  test('of findings that no line can carry is its body alone', async () => {
    expect(await publish(plan([], [50, 51]))).toMatchObject({
      posted: [fingerprint(50), fingerprint(51)],
      refused: [],
    });
    expect(seen().bodies).toHaveLength(1);
  });

  test('of a head that was overtaken is not posted', async () => {
    repository.write({ 'b.go': 'package b\n' });
    repository.commit('change');
    await hub.push(fullName, 1);
    expect(await publish(plan([comment(1)]))).toEqual({
      posted: [],
      refused: [],
      readOnly: false,
      stale: true,
    });
    expect(hub.writes).toEqual([]);
    expect(log.lines.join()).toContain('The head of the pull request moved');
  });

  test('of a head that is forced away at the last moment is not posted either', async () => {
    const client = clientOf(hub, { log });
    let moved = false;
    client.hook.before('request', async (options) => {
      if (moved || options.method !== 'POST') return;
      moved = true;
      repository.git('checkout', '--quiet', '-B', 'topic', 'main');
      repository.write({ 'b.go': 'package b\n' });
      repository.commit('change');
      await hub.push(fullName, 1);
    });
    const result = await publishReview(client, repo, 1, head, plan([comment(1), comment(2)]), log, {
      pause: async () => undefined,
    });
    expect(result).toEqual({ posted: [], refused: [], readOnly: false, stale: true });
    expect(posts()).toBe(1);
  });

  test('with a token that may not write is not posted, and that is no error', async () => {
    hub.addToken('read-only', { permissions: { metadata: 'read', contents: 'read', pull_requests: 'read' } });
    expect(await publish(plan([comment(1)], [50]), 'read-only')).toEqual({
      posted: [],
      refused: [],
      readOnly: true,
      stale: false,
    });
    expect(seen()).toEqual({ lines: [], bodies: [] });
    expect(log.lines.join()).toContain('Resource not accessible by integration');
  });

  test('that a revoked token sends is an error', async () => {
    hub.failNext({ method: 'POST', path: reviews, status: 401, body: { message: 'Bad credentials' } });
    const error = await publish(plan([comment(1)])).catch((reason: unknown) => reason);
    expect(statusOf(error)).toBe(401);
  });
});

describe.each(['thread', 'resolved'] as const)('refused places, worded as %s', (anchorWording) => {
  beforeEach(async () => {
    await hub.close();
    await serve({ anchorWording });
  });

  test.each([
    ['the first', [99, ...range(1, 7)]],
    ['one in the middle', [1, 2, 3, 99, 4, 5, 6, 7]],
    ['the last', [...range(1, 7), 99]],
    ['two', [1, 98, 2, 3, 4, 5, 99, 6]],
  ])('%s costs no other comment', async (_, numbers) => {
    const result = await publish(
      plan(
        numbers.map((n) => comment(n)),
        [50],
      ),
    );
    const good = numbers.filter((n) => n <= 40);
    expect(seen().lines).toEqual([...good].sort((a, b) => a - b));
    expect(result.posted.filter((mark) => mark !== fingerprint(50))).toEqual(good.map(fingerprint));
    expect(result.posted).toContain(fingerprint(50));
    expect(result.refused.map((each) => each.fingerprint)).toEqual(
      numbers.filter((n) => n > 40).map(fingerprint),
    );
    for (const { reason } of result.refused) expect(reason).toMatch(/^GitHub answered 422: \S/);
    // The plan's body stands once, with the first part.
    expect(seen().bodies.filter((body) => body.startsWith('the review'))).toHaveLength(1);
    expect(seen().bodies[0]).toMatch(/^the review/);
  });

  test('all of them: the body is posted only for what it lists itself', async () => {
    const nothing = await publish(plan([comment(98), comment(99)]));
    expect(nothing).toMatchObject({
      posted: [],
      refused: [{ fingerprint: fingerprint(98) }, { fingerprint: fingerprint(99) }],
    });
    expect(seen()).toEqual({ lines: [], bodies: [] });

    const listed = await publish(plan([comment(98), comment(99)], [50]));
    expect(listed.posted).toEqual([fingerprint(50)]);
    expect(listed.refused).toHaveLength(2);
    expect(seen().bodies).toHaveLength(1);
  });
});

test('a body that GitHub refuses is told for each finding that it lists', async () => {
  const result = await publish({ ...plan([], [50, 51]), body: 'x'.repeat(70_000) });
  expect(result.posted).toEqual([]);
  expect(result.refused.map((each) => each.fingerprint)).toEqual([fingerprint(50), fingerprint(51)]);
  expect(result.refused[0]?.reason).toContain('Body is too long');
});

test('singling out many refused comments ends, and every finding is accounted for', async () => {
  const numbers = range(41, 100);
  const result = await publish(plan(numbers.map((n) => comment(n))));
  expect(posts()).toBeLessThanOrEqual(32);
  expect([...result.refused.map((each) => each.fingerprint)].sort()).toEqual(numbers.map(fingerprint));
  expect(result.refused.at(-1)?.reason).toContain('GitHub refused too many parts of this review');
});

describe('a failure after which the review may be there', () => {
  const failures = [
    ['a 502', { status: 502 }],
    ['a broken connection', { status: 'disconnect' }],
  ] as const;

  test.each(failures)('%s, and it is there: nothing is posted twice', async (_, failure) => {
    hub.failNext({ method: 'POST', path: reviews, ...failure, afterCommit: true });
    const result = await publish(plan([comment(1), comment(2)], [50]));
    expect(result).toMatchObject({ posted: [fingerprint(1), fingerprint(2), fingerprint(50)], refused: [] });
    expect(seen()).toMatchObject({ lines: [1, 2] });
    expect(posts()).toBe(1);
  });

  test.each(failures)('%s, and it is not there: it is posted once more', async (_, failure) => {
    hub.failNext({ method: 'POST', path: reviews, ...failure });
    const result = await publish(plan([comment(1), comment(2)], [50]));
    expect(result).toMatchObject({ posted: [fingerprint(1), fingerprint(2), fingerprint(50)], refused: [] });
    expect(seen()).toMatchObject({ lines: [1, 2] });
    expect(seen().bodies).toHaveLength(1);
    expect(posts()).toBe(2);
  });

  test('of a body alone', async () => {
    hub.failNext({ method: 'POST', path: reviews, status: 502, afterCommit: true });
    expect(await publish(plan([], [50]))).toMatchObject({ posted: [fingerprint(50)], refused: [] });
    expect(seen().bodies).toHaveLength(1);
    hub.failNext({ method: 'POST', path: reviews, status: 502 });
    expect(await publish(plan([], [51]))).toMatchObject({ posted: [fingerprint(51)], refused: [] });
    expect(seen().bodies).toHaveLength(2);
  });

  test('when it is there in part, only the rest is posted', async () => {
    await publish(plan([comment(1)]));
    hub.failNext({ method: 'POST', path: reviews, status: 502 });
    const result = await publish(plan([comment(1), comment(2)]));
    expect(result).toMatchObject({ posted: [fingerprint(1), fingerprint(2)], refused: [] });
    expect(seen().lines).toEqual([1, 2]);
  });

  test('again and again: the comments are refused, not lost', async () => {
    hub.failNext({ method: 'POST', path: reviews, status: 502, times: 2 });
    const result = await publish(plan([comment(1), comment(2)]));
    expect(result.posted).toEqual([]);
    expect(result.refused).toEqual([
      { fingerprint: fingerprint(1), reason: expect.stringContaining('GitHub answered 502') },
      { fingerprint: fingerprint(2), reason: expect.stringContaining('GitHub answered 502') },
    ]);
    expect(posts()).toBe(2);
  });

  test('waits before it reads back', async () => {
    hub.failNext({ method: 'POST', path: reviews, status: 502, afterCommit: true });
    const waits: number[] = [];
    await publishReview(clientOf(hub), repo, 1, head, plan([comment(1)]), log, {
      pause: async (milliseconds) => waits.push(milliseconds),
    });
    expect(waits).toEqual([5000]);
  });

  test('is refused and then stands among others: the two recoveries work together', async () => {
    hub.failNext({ method: 'POST', path: reviews, status: 502 });
    const result = await publish(plan([comment(1), comment(99), comment(2), comment(3)]));
    expect(result.posted).toEqual([1, 2, 3].map(fingerprint));
    expect(result.refused).toMatchObject([{ fingerprint: fingerprint(99) }]);
    expect(seen().lines).toEqual([1, 2, 3]);
  });
});

describe('an error in the middle', () => {
  test('leaves what was posted, and says of the rest why it was not', async () => {
    hub.failNext({
      method: 'POST',
      path: reviews,
      status: 401,
      body: { message: 'Bad credentials' },
      skip: 2,
      times: 9,
    });
    const result = await publish(plan([comment(1), comment(2), comment(99), comment(3)], [50]));
    expect(result.posted).toEqual([1, 2, 50].map(fingerprint));
    expect(result.refused).toEqual(
      [99, 3].map((n) => ({ fingerprint: fingerprint(n), reason: 'GitHub answered 401: Bad credentials' })),
    );
    // The failures that were not used up belong to this test.
    while (hub.pendingFailures > 0) {
      const error = await publish(plan([comment(1)])).catch((reason: unknown) => reason);
      expect(statusOf(error)).toBe(401);
    }
  });
});

test('a comment that GitHub accepts and does not show is told', async () => {
  const client = clientOf(hub, { log });
  client.hook.after('request', (_, options) => {
    if (options.method !== 'POST') return;
    hub.deleteComment(fullName, 1, hub.view(fullName, 1).threads[0]?.comments[0]?.id ?? 0);
  });
  const result = await publishReview(client, repo, 1, head, plan([comment(1), comment(2)]), log);
  expect(result).toMatchObject({
    posted: [fingerprint(2)],
    refused: [{ fingerprint: fingerprint(1), reason: 'GitHub accepted the comment and does not show it' }],
  });
});

test('a review that cannot be read back counts as posted: GitHub accepted it', async () => {
  hub.failNext({ method: 'GET', path: /\/reviews\/\d+\/comments$/, status: 500, times: 4 });
  expect(await publish(plan([comment(1)]))).toMatchObject({ posted: [fingerprint(1)], refused: [] });
  expect(log.lines.join()).toContain('could not be read back');
});

describe('what is shown already', () => {
  const shown = async (token = hub.token): Promise<string[]> =>
    [...(await fetchShown(clientOf(hub, { token, log }), repo, 1, log)).fingerprints].sort();

  test('is in our comments and in the bodies of our reviews', async () => {
    expect(await shown()).toEqual([]);
    await publish(plan([comment(1), comment(2)], [50, 51]));
    expect(await shown()).toEqual([1, 2, 50, 51].map(fingerprint));
  });

  test('is found on all pages, outdated and resolved ones too', async () => {
    for (const from of [1, 31, 61, 91]) {
      const numbers = range(from, from + 29);
      await publish(plan(numbers.map((n) => comment(n, { line: 1 + (n % 40) }))));
    }
    const first = hub.view(fullName, 1).threads[0]?.comments[0]?.id ?? 0;
    hub.resolveThread(fullName, 1, first, 'gopher');
    repository.write({ 'a.go': lines(2, { 1: 'all', 2: 'new' }) });
    repository.commit('change');
    await hub.push(fullName, 1);
    expect(hub.view(fullName, 1).threads.every((thread) => thread.outdated)).toBe(true);
    expect(await shown()).toEqual(range(1, 120).map(fingerprint));
  });

  test('is never what somebody else wrote with our marker', async () => {
    const body = `mine\n\n${renderMarker([fingerprint(1)])}`;
    await hub.comment(fullName, 1, { author: 'mallory', body, path: 'a.go', line: 1 });
    hub.addToken('other-bot', { login: 'other[bot]', permissions: allowed });
    await publish(plan([comment(2)], [50]), 'other-bot');
    expect(await shown()).toEqual([]);
    // Not even as an answer in a thread of ours.
    await publish(plan([comment(3)]));
    const ours = hub.view(fullName, 1).threads.at(-1)?.comments[0]?.id ?? 0;
    await hub.reply(fullName, 1, ours, { author: 'mallory', body: `x\n\n${renderMarker([fingerprint(4)])}` });
    expect(await shown()).toEqual([fingerprint(3)]);
    expect(await shown('other-bot')).toEqual([2, 50].map(fingerprint));
    await publish(plan([comment(1)]));
    expect(hub.view(fullName, 1).threads.filter((thread) => thread.line === 1)).toHaveLength(2);
  });

  test('is what github-actions wrote where the token may not ask who it is, and the log says so', async () => {
    await publish(plan([comment(1)]));
    hub.addToken('user', { login: 'github-actions', permissions: allowed });
    await publish(plan([comment(2)]), 'user');
    hub.failNext({
      path: /\/graphql$/,
      status: 403,
      body: { message: 'Resource not accessible by integration' },
    });
    expect(await shown()).toEqual([fingerprint(1)]);
    expect(log.lines.join()).toContain('comments of github-actions[bot] count as ours');
  });

  test('is the same where GraphQL refuses with a 200', async () => {
    await publish(plan([comment(1)]));
    hub.failNext({
      path: /\/graphql$/,
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: {
        data: null,
        errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }],
      },
    });
    expect(await shown()).toEqual([fingerprint(1)]);
  });

  test('cannot be told while GitHub fails: every comment would be posted again', async () => {
    hub.failNext({ path: /\/graphql$/, status: 502, times: 4 });
    expect(statusOf(await shown().catch((error: unknown) => error))).toBe(502);
  });
});

describe('a comment that stands already', () => {
  const edit = async (updates: readonly CommentUpdate[], sha = head, token = hub.token): Promise<void> =>
    editComments(clientOf(hub, { token, log }), repo, 1, sha, updates, log, async () => undefined);
  const own = async (): Promise<readonly PostedComment[]> =>
    (await fetchShown(clientOf(hub, { log }), repo, 1, log)).comments;
  const bodies = (): string[] =>
    hub.view(fullName, 1).threads.flatMap(({ comments }) => comments.map(({ body }) => body));

  test('gets its new text, and nothing else is written', async () => {
    await publish(plan([comment(1), comment(2)]));
    const [, second] = await own();
    const before = hub.writes.length;
    await edit([{ id: second?.id ?? 0, body: 'new', fingerprints: [fingerprint(2)] }]);
    expect(bodies()).toEqual([comment(1).body, 'new']);
    expect(hub.writes.slice(before).map(({ method }) => method)).toEqual(['PATCH']);
    expect(hub.view(fullName, 1).reviews).toHaveLength(1);
  });

  test('is one of ours: those of others are not in what is known', async () => {
    await publish(plan([comment(1)], [50]));
    const body = `mine\n\n${renderMarker([fingerprint(1)])}`;
    await hub.comment(fullName, 1, { author: 'mallory', body, path: 'a.go', line: 1 });
    const ours = hub.view(fullName, 1).threads[0]?.comments[0]?.id ?? 0;
    await hub.reply(fullName, 1, ours, { author: 'mallory', body });
    expect(await own()).toEqual([{ id: ours, body: comment(1).body }]);
  });

  test('keeps its text where the head moved', async () => {
    await publish(plan([comment(1)]));
    const [first] = await own();
    await edit([{ id: first?.id ?? 0, body: 'new', fingerprints: [] }], '0'.repeat(40));
    expect(bodies()).toEqual([comment(1).body]);
  });

  test('a refusal is told in the log, and the others are written', async () => {
    await publish(plan([comment(1), comment(2)]));
    const updates = (await own()).map(({ id }) => ({ id, body: 'new', fingerprints: [] }));
    hub.failNext({ method: 'PATCH', path: /\/pulls\/comments\/\d+$/, status: 422 });
    await edit(updates);
    expect(bodies()).toEqual([comment(1).body, 'new']);
    expect(log.lines.join()).toContain('The proof was not added to an earlier comment: GitHub answered 422');
  });

  test('a token that may not write ends it', async () => {
    await publish(plan([comment(1), comment(2)]));
    hub.addToken('reader', { permissions: { metadata: 'read', contents: 'read', pull_requests: 'read' } });
    const before = hub.requests.length;
    await edit(
      (await own()).map(({ id }) => ({ id, body: 'new', fingerprints: [] })),
      head,
      'reader',
    );
    expect(bodies()).toEqual([1, 2].map((n) => comment(n).body));
    expect(hub.requests.slice(before).filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });
});

describe('whichever request fails, a run and the next one show each finding once', () => {
  const all = [1, 2, 99, 3];

  /** One run as the action does it: what is shown, the plan of the rest, the review. */
  async function run(): Promise<void> {
    const client = clientOf(hub, { log });
    const { fingerprints: known } = await fetchShown(client, repo, 1, log);
    const fresh = all.filter((n) => !known.has(fingerprint(n)));
    const listed = known.has(fingerprint(50)) ? [] : [50];
    if (fresh.length + listed.length === 0) return;
    const what = plan(
      fresh.map((n) => comment(n)),
      listed,
    );
    await publishReview(client, repo, 1, head, what, log, { pause: async () => undefined });
  }

  test.each([
    ['with a 502', { status: 502 }],
    ['with a 502 after it was done', { status: 502, afterCommit: true }],
    ['by a broken connection', { status: 'disconnect' }],
    ['by a broken connection after it was done', { status: 'disconnect', afterCommit: true }],
  ] as const)('%s', async (_, failure) => {
    await run();
    const undisturbed = hub.requests.length;
    expect(undisturbed).toBeGreaterThan(8);
    const expected = seen().lines;
    expect(expected).toEqual([1, 2, 3]);
    for (let skip = 0; skip < undisturbed; skip++) {
      await hub.close();
      await serve();
      // A read is sent four times before it fails for good; a create once.
      hub.failNext({ path: /./, ...failure, skip });
      await run();
      await run();
      expect({ skip, lines: seen().lines }).toEqual({ skip, lines: expected });
      expect(seen().bodies.filter((body) => body.startsWith('the review'))).toHaveLength(1);
      const listings = hub
        .view(fullName, 1)
        .reviews.filter((review) => review.body.includes(fingerprint(50)));
      expect(listings).toHaveLength(1);
    }
  });
});

test('the pauses are real where none is given', async () => {
  hub.failNext({ method: 'POST', path: reviews, status: 422, body: { message: 'Unprocessable Entity' } });
  const client = createClient({ token: hub.token, apiUrl: hub.apiUrl, userAgent: 'cgo-review/test', log });
  const start = performance.now();
  const result = await publishReview(client, repo, 1, head, plan([comment(1), comment(2)]), log);
  expect(result.posted).toEqual([1, 2].map(fingerprint));
  // A timer may be a millisecond early.
  expect(performance.now() - start).toBeGreaterThanOrEqual(1990);
});
