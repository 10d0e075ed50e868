import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freeing, goFile, leaking, lineOf, safe } from './programs.ts';
import { annotated, expectMistake, found, outcome } from './run-result.ts';
import { Stage } from './scene.ts';

// The tests of this file run at the same time; each has a repository of its own.
let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

const CONFIG = '.github/cgo-review.yml';
const before = goFile([safe('Keep')]);
const both = goFile([safe('Keep'), freeing('Give'), leaking('Drop')]);

describe('the policy is that of the base', () => {
  test.concurrent('a pull request that turns the rule off is judged by it all the same', async () => {
    const scene = await stage.scene({ 'store/store.go': before });
    const pull = await scene.propose({
      'store/store.go': both,
      [CONFIG]: 'fail-on: never\nexclude: [store/]\nrules:\n  free-non-c-memory: off\n  cstring-leak: off\n',
    });
    for (const workspace of [undefined, pull.checkout(0)]) {
      const run = await pull.review(workspace === undefined ? {} : { workspace });
      expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
      expect(found(run)).toHaveLength(2);
    }
    expect(pull.places()).toHaveLength(2);
  });

  test.concurrent('it is that of the base branch as it is now, wherever it is read', async () => {
    const scene = await stage.scene({ 'store/store.go': before });
    scene.commit('topic', 'Change', { 'store/store.go': both });
    scene.commit('main', 'Relax', { [CONFIG]: 'fail-on: never\n' });
    const passes = { verdict: 'pass', job: 'passes' };
    for (const { run } of await scene.reviewBothWays()) expect(outcome(run)).toEqual(passes);

    const event = scene.mainEvent('workflow_dispatch');
    const inputs = { mode: 'review', base: 'main', head: 'topic' };
    const workspace = scene.checkout('refs/heads/topic', 0);
    for (const options of [{ inputs }, { inputs: { ...inputs, head: scene.tip('topic') }, workspace }]) {
      expect(outcome(await scene.run(event, options))).toEqual(passes);
    }
  });

  test.concurrent('what it says holds: rules, severities and what is left out', async () => {
    const scene = await stage.scene({
      'store/store.go': before,
      [CONFIG]: 'exclude:\n  - third_party/\nrules:\n  free-non-c-memory: off\n  CGO101: error\n',
    });
    const pull = await scene.propose({
      'store/store.go': both,
      'third_party/zip/zip.go': goFile([leaking('Zip')], 'zip'),
    });
    for (const workspace of [undefined, pull.checkout(0)]) {
      const run = await pull.review(workspace === undefined ? {} : { workspace });
      expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
      expect(run.report().findings).toMatchObject([{ ruleId: 'cstring-leak', severity: 'error' }]);
      expect(run.report().notReviewed).toMatchObject([{ path: 'third_party/zip/zip.go', excluded: true }]);
    }
  });

  test.concurrent('a file of another name is read where the input says so', async () => {
    const scene = await stage.scene({ 'store/store.go': before, 'ci/review.yml': 'fail-on: never\n' });
    const pull = await scene.propose({ 'store/store.go': both });
    const run = await pull.review({ inputs: { config: 'ci/review.yml' } });
    expect(outcome(run)).toEqual({ verdict: 'pass', job: 'passes' });
  });

  test.concurrent('a mistake in the file is said with its line and column', async () => {
    const scene = await stage.scene({ 'store/store.go': before, [CONFIG]: 'fail-on: error\nrules: [\n' });
    const pull = await scene.propose({ 'store/store.go': both });
    expectMistake(await pull.review(), /^\.github\/cgo-review\.yml:[23]:\d+: /);
    expect(pull.view.reviews).toEqual([]);
  });

  test.concurrent('an unknown key names the nearest one', async () => {
    const scene = await stage.scene({ 'store/store.go': before, [CONFIG]: 'fail-no: error\n' });
    const pull = await scene.propose({ 'store/store.go': both });
    expectMistake(
      await pull.review({ workspace: pull.checkout(0) }),
      /^\.github\/cgo-review\.yml:1:1: there is no setting "fail-no"; did you mean "fail-on"\?$/,
    );
  });
});

describe('what fails the job', () => {
  test.concurrent.each([
    [{ 'fail-on': 'warning' }, leaking('Drop'), { verdict: 'fail', job: 'fails' }],
    [{}, leaking('Drop'), { verdict: 'pass', job: 'passes' }],
    [{ 'fail-on': 'never' }, freeing('Give'), { verdict: 'pass', job: 'passes' }],
    [{ 'report-only': 'true' }, freeing('Give'), { verdict: 'fail', job: 'passes' }],
  ] as const)('%j', async (inputs, added, expected) => {
    const scene = await stage.scene({ 'store/store.go': before });
    const pull = await scene.propose({ 'store/store.go': `${before}\n${added}` });
    const run = await pull.review({ inputs });
    expect(outcome(run)).toEqual(expected);
    expect(pull.places()).toHaveLength(1);
  });

  test.concurrent(
    'an input goes before the configuration, and the configuration before the default',
    async () => {
      const scene = await stage.scene({
        'store/store.go': before,
        [CONFIG]: 'fail-on: warning\nreport-only: true\n',
      });
      const pull = await scene.propose({ 'store/store.go': `${before}\n${leaking('Drop')}` });
      expect(outcome(await pull.review())).toEqual({ verdict: 'fail', job: 'passes' });
      expect(outcome(await pull.review({ inputs: { 'report-only': 'false' } }))).toEqual({
        verdict: 'fail',
        job: 'fails',
      });
      expect(outcome(await pull.review({ inputs: { 'fail-on': 'error', 'report-only': 'false' } }))).toEqual({
        verdict: 'pass',
        job: 'passes',
      });
    },
  );

  test.concurrent('an incomplete review is not made complete by report-only', async () => {
    const scene = await stage.scene({});
    const pull = await scene.propose({ 'store/broken.go': `${before}\nfunc Broken( {\n` });
    const run = await pull.review({ inputs: { 'report-only': 'true' } });
    expect(run.outputs['verdict']).toBe('incomplete');
  });
});

describe('suppression', () => {
  const silenced = (comment: string): string =>
    goFile([safe('Keep'), leaking('Drop').replace('\tckey :=', `\t${comment}\n\tckey :=`)]);

  test.concurrent('with a reason: the finding is not shown, and the reason is', async () => {
    const scene = await stage.scene({ 'store/store.go': before });
    const pull = await scene.propose({
      'store/store.go': silenced('//cgoreview:ignore cstring-leak -- the library keeps the key'),
    });
    const run = await pull.review({ inputs: { 'fail-on': 'warning' } });
    expect(outcome(run)).toEqual({ verdict: 'pass', job: 'passes' });
    expect(run.report().suppressed).toMatchObject([
      { finding: { ruleId: 'cstring-leak' }, reason: 'the library keeps the key' },
    ]);
    expect(run.summary).toContain('the library keeps the key');
    expect(pull.view.reviews).toEqual([]);
  });

  test.concurrent.each([
    ['without a reason', '//cgoreview:ignore cstring-leak'],
    ['after its day', '//cgoreview:ignore cstring-leak until=2020-01-31 -- for the release'],
    ['of another rule', '//cgoreview:ignore c-double-free -- not this one'],
  ])('%s silences nothing', async (name, comment) => {
    const scene = await stage.scene({ 'store/store.go': before });
    const text = silenced(comment);
    const pull = await scene.propose({ 'store/store.go': text });
    const run = await pull.review({ inputs: { 'fail-on': 'warning' } });
    expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
    expect(pull.places()).toEqual([`store/store.go:${String(lineOf(text, 'func Drop') + 2)}`]);
    const noted = run
      .report()
      .notes.some((note) => note.includes(`store/store.go:${String(lineOf(text, comment))}`));
    expect(noted).toBe(name !== 'of another rule');
    expect(annotated(run)).toEqual([]);
  });
});
