import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freeing, goFile, leaking, lineOf, numbered, safe } from './programs.ts';
import { annotated, found, outcome } from './run-result.ts';
import { READ_ONLY, Stage } from './scene.ts';

// The tests of this file run at the same time; each has a repository of its own.
let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

test.concurrent(
  'a read-only token: the same verdict, and all findings as annotations and in the summary',
  async () => {
    const scene = await stage.scene({ 'store/store.go': goFile([safe('Keep')]) });
    const after = goFile([safe('Keep'), freeing('Give'), leaking('Drop')]);
    const pull = await scene.propose({ 'store/store.go': after }, { fromFork: true });
    const [give, drop] = [lineOf(after, '&buf[0]'), lineOf(after, 'func Drop') + 1];

    for (const workspace of [undefined, pull.checkout(0)]) {
      const options = workspace === undefined ? {} : { workspace };
      const run = await pull.review({ ...options, token: READ_ONLY });
      expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
      expect(annotated(run)).toEqual([
        `error store/store.go:${String(give)}`,
        `warning store/store.go:${String(drop)}`,
      ]);
      for (const line of [give, drop]) expect(run.summary).toContain(`store/store.go:${String(line)}`);
      expect(run.outputs['review-url']).toBe('');
      expect(found(run)).toHaveLength(2);
    }
    expect(pull.view.reviews).toEqual([]);

    const written = await pull.review();
    expect(outcome(written)).toEqual({ verdict: 'fail', job: 'fails' });
    expect(annotated(written)).toEqual([]);
    expect(pull.places()).toEqual([give, drop].map((line) => `store/store.go:${String(line)}`));

    // What the pull request shows already is not annotated as well, whatever the token.
    const again = await pull.review({ token: READ_ONLY });
    expect(outcome(again)).toEqual({ verdict: 'fail', job: 'fails' });
    expect(annotated(again)).toEqual([]);
  },
);

test.concurrent('a read-only token and findings below the threshold: the job passes', async () => {
  const scene = await stage.scene({ 'store/store.go': goFile([safe('Keep')]) });
  const pull = await scene.propose({ 'store/store.go': goFile([safe('Keep'), leaking('Drop')]) });
  const run = await pull.review({ token: READ_ONLY });
  expect(outcome(run)).toEqual({ verdict: 'pass', job: 'passes' });
  expect(annotated(run)).toHaveLength(1);
});

test.concurrent(
  'GitHub shows ten annotations of a level: the gravest are written, the rest is counted',
  async () => {
    const scene = await stage.scene({});
    const drops = numbered('Drop', 12).map(leaking);
    const pull = await scene.propose({ 'store/store.go': goFile([...drops, freeing('Give')]) });
    const run = await pull.review({ token: READ_ONLY });
    const levels = annotated(run).map((each) => each.split(' ')[0]);
    expect(levels.filter((level) => level === 'error')).toHaveLength(1);
    expect(levels.filter((level) => level === 'warning')).toHaveLength(10);
    expect(run.stdout).toMatch(/\b(?:2 (?:more|other|further)|11 of 13|the other 2)\b/);
    expect(run.summary.match(/cstring-leak\.md\)/g)).toHaveLength(12);
  },
);

test.concurrent('a path with the characters that workflow commands escape', async () => {
  const scene = await stage.scene({});
  const path = 'a,b/100%25: x.go';
  const after = goFile([freeing('Give')], 'b');
  const pull = await scene.propose({ [path]: after });
  const run = await pull.review({ token: READ_ONLY });
  expect(annotated(run)).toEqual([`error ${path}:${String(lineOf(after, '&buf[0]'))}`]);
});

test.concurrent('a token that may read the code only: the same verdict, by annotations', async () => {
  const scene = await stage.scene({ 'store/store.go': goFile([safe('Keep')]) });
  const after = goFile([safe('Keep'), freeing('Give')]);
  const pull = await scene.propose({ 'store/store.go': after });
  const token = 'fake-contents-token';
  stage.hub.addToken(token, { permissions: { metadata: 'read', contents: 'read' } });
  // Anybody may read the pull requests of a public repository, but not write to them.
  for (const options of [{ token }, { token, workspace: pull.checkout(0) }]) {
    const run = await pull.review(options);
    expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
    expect(annotated(run)).toEqual([`error store/store.go:${String(lineOf(after, '&buf[0]'))}`]);
  }
  expect(pull.view.reviews).toEqual([]);
});
