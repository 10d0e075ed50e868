import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Limits } from '../fake-github/index.ts';
import { freeing, goFile, leaking, lineOf, numbered, plain, safe } from './programs.ts';
import type { ActionRun } from './run-action.ts';
import { annotated, found, outcome } from './run-result.ts';
import { Stage } from './scene.ts';

// The tests of this file run at the same time; each has a repository of its own.
let stage: Stage;
const limitedStages: Stage[] = [];
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(async () => {
  for (const each of [stage, ...limitedStages]) await each.close();
});

describe('more findings than comments', () => {
  test.concurrent(
    '45 findings: 30 comments, the gravest first, the others in the body, and no word twice',
    async () => {
      const scene = await stage.scene({});
      const functions = [...numbered('Drop', 40).map(leaking), ...numbered('Give', 5).map(freeing)];
      const pull = await scene.propose({ 'store/store.go': goFile(functions) });
      const run = await pull.review();
      expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
      expect(run.outputs['findings']).toBe('45');

      const comments = pull.comments();
      expect(comments).toHaveLength(30);
      expect(comments.filter(({ body }) => body.includes('`free-non-c-memory`'))).toHaveLength(5);
      const [review, ...others] = pull.view.reviews;
      expect(others).toEqual([]);
      expect(review?.body).toContain('cgo-review has 45 new findings: 5 errors, 40 warnings.');
      expect(review?.body).toContain('30 of 45 findings are shown inline; the other 15 are listed here.');
      const listed = review?.body
        .match(/^- .*store\/store\.go:\d+/gm)
        ?.map((line) => /store\.go:\d+/.exec(line)?.[0]);
      const inline = comments.map(({ line }) => `store.go:${String(line)}`);
      expect(new Set([...inline, ...(listed ?? [])]).size).toBe(45);
      expect(annotated(run).filter((each) => inline.some((place) => each.endsWith(place)))).toEqual([]);

      const writes = await pull.writesDuring(() => pull.review());
      expect(writes).toEqual([]);
    },
  );

  test.concurrent('max-comments: 0 writes a review that lists them', async () => {
    const scene = await stage.scene({});
    const pull = await scene.propose({ 'store/store.go': goFile([leaking('Drop'), freeing('Give')]) });
    const run = await pull.review({ inputs: { 'max-comments': '0' } });
    expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
    expect(pull.view.threads).toEqual([]);
    expect(pull.view.reviews).toHaveLength(1);
    for (const name of ['Drop', 'Give']) {
      expect(pull.view.reviews[0]?.body).toContain(`store/store.go:${placeOf(name)}`);
    }
    expect(await pull.writesDuring(() => pull.review({ inputs: { 'max-comments': '0' } }))).toEqual([]);

    function placeOf(name: string): string {
      const after = goFile([leaking('Drop'), freeing('Give')]);
      return String(name === 'Drop' ? lineOf(after, 'func Drop') + 1 : lineOf(after, '&buf[0]'));
    }
  });

  test.concurrent('the number is the input, else the one of the configuration', async () => {
    const scene = await stage.scene({ '.github/cgo-review.yml': 'max-comments: 1\n' });
    const after = goFile([leaking('Drop'), freeing('Give')]);
    const byFile = await scene.propose({ 'store/store.go': after });
    await byFile.review();
    expect(byFile.places()).toEqual([`store/store.go:${String(lineOf(after, '&buf[0]'))}`]);

    scene.branch('input', byFile.head);
    const byInput = await scene.open({ head: 'input' });
    await byInput.review({ inputs: { 'max-comments': '2' } });
    expect(byInput.places()).toHaveLength(2);
  });
});

describe('what GitHub does not show', () => {
  async function limited(limits: Partial<Limits>): Promise<Stage> {
    const opened = await Stage.open({ limits });
    limitedStages.push(opened);
    return opened;
  }

  test.concurrent(
    'a patch that it leaves out: the findings are in the body, for no line of it can be commented',
    async () => {
      const limitedStage = await limited({ patchLines: 60 });
      const long = numbered('Plain', 30).map(plain);
      const scene = await limitedStage.scene({
        'store/large.go': goFile([plain('Old')]),
        'store/small.go': goFile([safe('Keep')]),
      });
      const large = goFile([plain('Old'), ...long, freeing('Give')]);
      const small = goFile([safe('Keep'), leaking('Drop')]);
      const pull = await scene.propose({ 'store/large.go': large, 'store/small.go': small });
      const run = await pull.review();
      expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
      expect(pull.places()).toEqual([`store/small.go:${String(lineOf(small, 'func Drop') + 1)}`]);
      expect(pull.view.reviews).toHaveLength(1);
      expect(pull.view.reviews[0]?.body).toContain(`store/large.go:${String(lineOf(large, '&buf[0]'))}`);
      expect(run.outputs['not-reviewed']).toBe('0');
      expect(await pull.writesDuring(() => pull.review())).toEqual([]);
    },
  );

  test.concurrent(
    'files beyond its cap: the review is incomplete and says so; with local git it is not',
    async () => {
      const limitedStage = await limited({ pullFiles: 3 });
      const names = numbered('Put', 5);
      const scene = await limitedStage.scene({ 'a/a.go': goFile([safe('Keep')], 'a') });
      const files = Object.fromEntries(
        names.map((name) => [`a/${name.toLowerCase()}.go`, goFile([safe(name)], 'a')]),
      );
      const pull = await scene.propose(files);

      const told = (run: ActionRun): void => {
        expect(run.outputs).toMatchObject({ verdict: 'incomplete', findings: '0' });
        expect(run.outputs['not-reviewed']).not.toBe('0');
        expect(run.summary).toMatch(/only 3 of the 5 files/);
        expect(run.summary).not.toMatch(/^## cgo-review: No findings/);
      };
      const run = await pull.review();
      told(run);
      expect(outcome(run).job).toBe('fails');
      const tolerant = await pull.review({ inputs: { 'on-incomplete': 'pass' } });
      told(tolerant);
      expect(outcome(tolerant).job).toBe('passes');
      expect(pull.view.reviews).toEqual([]);

      const local = await pull.review({ workspace: pull.checkout(0) });
      expect(outcome(local)).toEqual({ verdict: 'pass', job: 'passes' });
      expect(local.outputs['not-reviewed']).toBe('0');
    },
  );

  test.concurrent(
    'a finding in a file beyond its cap: GitHub refuses the comment, the others are posted',
    async () => {
      const limitedStage = await limited({ pullFiles: 2 });
      const scene = await limitedStage.scene({});
      const names = numbered('Drop', 3);
      const files = Object.fromEntries(
        names.map((name) => [`a/${name.toLowerCase()}.go`, goFile([leaking(name)], 'a')]),
      );
      const pull = await scene.propose(files);
      const line = String(lineOf(goFile([leaking('Drop03')], 'a'), 'func Drop03') + 1);
      const run = await pull.review({ workspace: pull.checkout(0), inputs: { 'fail-on': 'warning' } });
      expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
      expect(pull.places()).toEqual([`a/drop01.go:${line}`, `a/drop02.go:${line}`]);
      expect(annotated(run)).toEqual([`warning a/drop03.go:${line}`]);
      expect(run.summary).toContain(`a/drop03.go:${line}`);
    },
  );

  test.concurrent(
    'compare lists 300 files at most: a merge group is reviewed whole all the same',
    async () => {
      const limitedStage = await limited({ compareFiles: 2 });
      const scene = await limitedStage.scene({});
      const names = numbered('Drop', 3);
      const base = scene.tip('main');
      const head = scene.commit(
        'queue',
        'Merge',
        Object.fromEntries(names.map((name) => [`a/${name.toLowerCase()}.go`, goFile([leaking(name)], 'a')])),
      );
      const run = await scene.run({
        name: 'merge_group',
        sha: head,
        ref: 'refs/heads/gh-readonly-queue/main/pr-1',
        payload: {
          action: 'checks_requested',
          merge_group: { base_sha: base, head_sha: head },
          repository: scene.payload(),
        },
      });
      expect(found(run)).toHaveLength(3);
      expect(annotated(run)).toHaveLength(3);
    },
  );
});
