import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freeing, goFile, leaking, lineOf, numbered, safe } from './programs.ts';
import { annotated, found, outcome } from './run-result.ts';
import type { PullRequest, Scene } from './scene.ts';
import { Stage } from './scene.ts';

// The tests of this file run at the same time; each has a repository of its own.
let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

const after = goFile([freeing('Give'), leaking('Drop'), leaking('Lose')]);
const places = [lineOf(after, '&buf[0]'), lineOf(after, 'func Drop') + 1, lineOf(after, 'func Lose') + 1].map(
  (line) => `store/store.go:${String(line)}`,
);

async function proposed(): Promise<{
  readonly scene: Scene;
  readonly pull: PullRequest;
  readonly reviews: RegExp;
}> {
  const scene = await stage.scene({ 'store/keep.go': goFile([safe('Keep')]) });
  const pull = await scene.propose({ 'store/store.go': after });
  return { scene, pull, reviews: new RegExp(`^/repos/${scene.name}/pulls/${String(pull.number)}/reviews$`) };
}

describe('GitHub fails while the review is written', () => {
  test.concurrent.each([
    ['502', 502],
    ['a broken connection', 'disconnect'],
  ] as const)('%s after it was created: it is not created twice', async (_, status) => {
    const { pull, reviews } = await proposed();
    stage.hub.failNext({ method: 'POST', path: reviews, status, afterCommit: true });
    const run = await pull.review();
    expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
    expect(pull.places()).toEqual(places);
    expect(pull.view.reviews).toHaveLength(1);
    expect(annotated(run)).toEqual([]);
  });

  test.concurrent('502 before it was created: it is sent again, once', async () => {
    const { pull, reviews } = await proposed();
    stage.hub.failNext({ method: 'POST', path: reviews, status: 502 });
    const run = await pull.review();
    expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
    expect(pull.places()).toEqual(places);
    expect(pull.view.reviews).toHaveLength(1);
    expect(annotated(run)).toEqual([]);
    expect(run.outputs['review-url']).not.toBe('');
  });

  test.concurrent('502 each time: the verdict stands, and the findings are annotations', async () => {
    const { pull, reviews } = await proposed();
    stage.hub.failNext({ method: 'POST', path: reviews, status: 502, times: 2 });
    const run = await pull.review();
    expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
    expect(pull.view.reviews).toEqual([]);
    expect(annotated(run).map((each) => each.split(' ')[1])).toEqual(places);
  });

  test.concurrent(
    '422 for one of the comments: the others are posted, and that finding is an annotation',
    async () => {
      const { pull, reviews } = await proposed();
      const refused = {
        method: 'POST',
        path: reviews,
        status: 422,
        body: { message: 'Unprocessable Entity' },
      } as const;
      // The whole review, then the half with the third comment.
      stage.hub.failNext(refused);
      stage.hub.failNext({ ...refused, skip: 1 });
      const run = await pull.review();
      expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
      expect(pull.places()).toEqual(places.slice(0, 2));
      expect(annotated(run)).toEqual([`warning ${places[2] ?? ''}`]);
      for (const place of places) expect(run.summary).toContain(place);
    },
  );

  test.concurrent('422 for the whole, once: nothing is lost, and nothing is there twice', async () => {
    const { pull, reviews } = await proposed();
    stage.hub.failNext({
      method: 'POST',
      path: reviews,
      status: 422,
      body: { message: 'Unprocessable Entity' },
    });
    const run = await pull.review();
    expect([...pull.places()].sort()).toEqual([...places].sort());
    expect(annotated(run)).toEqual([]);
    expect(await pull.writesDuring(() => pull.review())).toEqual([]);
  });

  test.concurrent('403 though the token could read: the findings are annotations', async () => {
    const { pull, reviews } = await proposed();
    const body = { message: 'Resource not accessible by integration' };
    stage.hub.failNext({ method: 'POST', path: reviews, status: 403, body });
    const run = await pull.review();
    expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
    expect(annotated(run).map((each) => each.split(' ')[1])).toEqual(places);
    expect(pull.view.reviews).toEqual([]);
  });
});

describe('the head moved on before the review was written: nothing is posted, and the verdict is of the old head', () => {
  test.concurrent.each([
    ['without a checkout', false],
    ['with one', true],
  ])('%s', async (_, checkedOut) => {
    const { scene, pull } = await proposed();
    const event = pull.event();
    const old = pull.head;
    const options = checkedOut ? { workspace: pull.checkout(0) } : {};
    await pull.push({ 'store/store.go': goFile([freeing('Other')]) });
    const run = await scene.run(event, options);
    expect(run.report().head).toBe(old);
    expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
    expect(found(run)).toHaveLength(places.length);
    expect(run.summary).toContain(places[0]);
    expect(pull.view.reviews).toEqual([]);
  });
});

describe('GitHub fails while the change is read', () => {
  test.concurrent('once: it is read again', async () => {
    const { scene, pull } = await proposed();
    stage.hub.failNext({
      method: 'GET',
      path: new RegExp(`^/repos/${scene.name}/pulls/\\d+/files$`),
      status: 502,
    });
    const run = await pull.review();
    expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
    expect(pull.places()).toEqual(places);
  });

  test.concurrent(
    'a blob for good: its file is listed as not reviewed, and the others are reviewed',
    async () => {
      const { scene, pull } = await proposed();
      await pull.push({ 'other/other.go': goFile([freeing('Other')], 'other') });
      const blob = scene.repository.git('rev-parse', 'topic:other/other.go').trim();
      const path = new RegExp(`^/repos/${scene.name}/git/blobs/${blob}$`);
      stage.hub.failNext({ method: 'GET', path, status: 403, body: { message: 'too large' } });
      const run = await pull.review();
      expect(pull.places()).toEqual(places);
      expect(run.report().notReviewed).toMatchObject([{ path: 'other/other.go', excluded: false }]);
      expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
    },
  );
});

test.concurrent('more than a hundred comments of others: all pages are read', async () => {
  const { scene, pull } = await proposed();
  for (const name of numbered('Comment', 101)) {
    await stage.hub.comment(scene.name, pull.number, {
      author: 'chatty',
      body: name,
      path: 'store/store.go',
      line: 1,
    });
  }
  await pull.review();
  expect(pull.places()).toEqual(places);
  expect(await pull.writesDuring(() => pull.review())).toEqual([]);
});
