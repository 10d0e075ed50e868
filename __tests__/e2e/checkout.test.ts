import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freeing, goFile, leaking, lineOf, plain, safe } from './programs.ts';
import { annotated, expectMistake, found, outcome } from './run-result.ts';
import type { PullRequest, Scene, StepOptions } from './scene.ts';
import { Stage } from './scene.ts';

const before = goFile([plain('First'), safe('Keep'), plain('Last')]);
const after = goFile([plain('First'), safe('Keep'), freeing('Give'), plain('Last'), leaking('Drop')]);
const lines = [lineOf(after, '&buf[0]'), lineOf(after, 'func Drop') + 1];

// The tests of this file run at the same time.
let stage: Stage;
let scene: Scene;
let head: string;
beforeAll(async () => {
  stage = await Stage.open();
  scene = await stage.scene({ 'store/store.go': before });
  head = scene.commit('topic', 'Change', { 'store/store.go': after });
  // The base moves on, so that the test merge has other line numbers than the head.
  scene.commit('main', 'Move on', {
    'store/store.go': before.replace('var _', '// One.\n// Two.\n// Three.\nvar _'),
  });
});
afterAll(() => stage.close());

describe('wherever the files are read, the review is the same', () => {
  async function review(branch: string, options: (pull: PullRequest) => StepOptions): Promise<PullRequest> {
    scene.branch(branch, head);
    const pull = await scene.open({ head: branch });
    const run = await pull.review(options(pull));
    expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
    expect(run.report()).toMatchObject({
      mode: 'review',
      head,
      findings: [{ line: lines[0] }, { line: lines[1] }],
    });
    expect(annotated(run)).toEqual([]);
    expect(run.outputs).toMatchObject({ findings: '2', 'not-reviewed': '0' });
    expect(run.outputs['review-url']).toMatch(
      new RegExp(`/pull/${String(pull.number)}#pullrequestreview-\\d+$`),
    );
    return pull;
  }

  function requestsFor(pull: PullRequest, what: string): number {
    return stage.hub.requests.filter(
      ({ path }) => path === `/repos/${scene.name}/pulls/${String(pull.number)}/${what}`,
    ).length;
  }

  test.concurrent('without a checkout, after a plain one, and with the whole history', async () => {
    const none = await review('without', () => ({}));
    expect(none.places()).toEqual(lines.map((line) => `store/store.go:${String(line)}`));
    expect(none.view.reviews).toMatchObject([{ state: 'COMMENTED', commit: head }]);
    expect(requestsFor(none, 'files')).toBeGreaterThan(0);

    const shallow = await review('shallow', (pull) => {
      const workspace = pull.checkout(1);
      const merged = scene.repository.git('show', `refs/pull/${String(pull.number)}/merge:store/store.go`);
      expect(lineOf(merged, '&buf[0]')).toBe((lines[0] ?? 0) + 3);
      return { workspace };
    });
    expect(shallow.comments()).toEqual(none.comments());
    expect(shallow.view.reviews[0]?.body).toBe(none.view.reviews[0]?.body);

    const whole = await review('whole', (pull) => ({ workspace: pull.checkout(0) }));
    expect(whole.comments()).toEqual(none.comments());
    expect(whole.view.reviews[0]?.body).toBe(none.view.reviews[0]?.body);
    // Local git comes first: it has all files, and no cap.
    expect(requestsFor(whole, 'files')).toBe(0);
  });

  test.concurrent('from a checkout with two commits, whose history ends before the merge base', async () => {
    const pull = await review('two', (opened) => ({ workspace: opened.checkout(2) }));
    expect(pull.places()).toEqual(lines.map((line) => `store/store.go:${String(line)}`));
  });

  test.concurrent('from a partial clone, which lacks the contents of old files', async () => {
    const pull = await review('partial', (opened) => ({ workspace: opened.checkout(0, 'blob:none') }));
    expect(pull.places()).toEqual(lines.map((line) => `store/store.go:${String(line)}`));
  });

  test.concurrent('where `path` names a directory without a checkout', async () => {
    const pull = await review('nowhere', () => ({ inputs: { path: 'src' } }));
    expect(pull.places()).toEqual(lines.map((line) => `store/store.go:${String(line)}`));
  });

  test.concurrent('from a checkout below the workspace, named by `path`', async () => {
    const pull = await review('below', (opened) => {
      const checkout = opened.checkout(0);
      return { workspace: dirname(checkout), inputs: { path: basename(checkout) } };
    });
    expect(pull.places()).toEqual(lines.map((line) => `store/store.go:${String(line)}`));
    expect(requestsFor(pull, 'files')).toBe(0);
  });

  test.concurrent('on a machine without git', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'cgo-review-path-'));
    try {
      const pull = await review('gitless', (opened) => ({ workspace: opened.checkout(0), path: empty }));
      expect(pull.places()).toEqual(lines.map((line) => `store/store.go:${String(line)}`));
    } finally {
      rmSync(empty, { recursive: true });
    }
  });

  test.concurrent('in a workspace that holds another repository', async () => {
    const other = await stage.scene({ 'other.go': goFile([leaking('Other')], 'other') });
    const workspace = other.checkout('refs/heads/main', 0);
    const pull = await review('other', () => ({ workspace }));
    expect(pull.places()).toEqual(lines.map((line) => `store/store.go:${String(line)}`));
  });
});

test.concurrent('the work tree is neither read nor written: only commits count', async () => {
  const own = await stage.scene({ 'store/store.go': goFile([safe('Keep')]) });
  const pull = await own.propose({ 'store/store.go': goFile([safe('Keep'), plain('Add')]) });
  const workspace = pull.checkout(0);
  // What an earlier step of the job left behind is no part of the pull request.
  writeFileSync(join(workspace, 'store/store.go'), goFile([freeing('Dirty')]));
  writeFileSync(join(workspace, 'store/untracked.go'), goFile([freeing('Untracked')]));
  const run = await pull.review({ workspace });
  expect(outcome(run)).toEqual({ verdict: 'pass', job: 'passes' });
  expect(found(run)).toEqual([]);
  expect(pull.view.reviews).toEqual([]);
});

describe('without a token', () => {
  const worse = goFile([safe('Keep'), freeing('Give')]);

  test.concurrent('a checkout with the history is enough for the verdict', async () => {
    const own = await stage.scene({ 'store/store.go': goFile([safe('Keep')]) });
    const pull = await own.propose({ 'store/store.go': worse });
    const run = await pull.review({ workspace: pull.checkout(0), token: '' });
    expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
    expect(annotated(run)).toEqual([`error store/store.go:${String(lineOf(worse, '&buf[0]'))}`]);
    expect(pull.view.reviews).toEqual([]);
  });

  test.concurrent('no checkout: the way out is said', async () => {
    const own = await stage.scene({ 'store/store.go': goFile([safe('Keep')]) });
    const pull = await own.propose({ 'store/store.go': worse });
    expectMistake(await pull.review({ token: '' }), /github-token.*fetch-depth: 0/);
  });

  test.concurrent('a path outside the workspace is refused', async () => {
    const own = await stage.scene({});
    const run = await own.run(own.mainEvent('schedule'), { inputs: { path: '../elsewhere' } });
    expectMistake(run, /path.*"\.\.\/elsewhere".*outside/);
  });
});
