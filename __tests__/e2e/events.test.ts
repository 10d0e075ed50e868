import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { freeing, goFile, leaking, lineOf, plain, safe } from './programs.ts';
import type { ActionRun } from './run-action.ts';
import { annotated, expectMistake, found, outcome } from './run-result.ts';
import type { Event, Scene } from './scene.ts';
import { Stage, ZEROS } from './scene.ts';

// The tests of this file run at the same time; each has a repository of its own.
let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

const before = goFile([safe('Keep'), leaking('Old')]);
const after = goFile([safe('Keep'), leaking('Old'), freeing('Give')]);
const give = `store/store.go:${String(lineOf(after, '&buf[0]'))}`;
const old = `store/store.go:${String(lineOf(after, 'func Old') + 1)}`;

/** Runs without and with a checkout; both find the same. */
async function everywhere(
  scene: Scene,
  event: Event,
  ref: string,
  check: (run: ActionRun) => void,
  inputs: Readonly<Record<string, string>> = {},
): Promise<void> {
  const workspace = scene.checkout(ref, 0);
  const runs = await Promise.all([scene.run(event, { inputs }), scene.run(event, { inputs, workspace })]);
  runs.forEach(check);
  expect(stage.hub.writes.filter(({ path }) => path.startsWith(`/repos/${scene.name}/`))).toEqual([]);
}

function expectGive(run: ActionRun): void {
  expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
  expect(found(run)).toEqual([`free-non-c-memory ${give}`]);
  expect(annotated(run)).toEqual([`error ${give}`]);
  expect(run.summary).toContain(give);
  expect(run.outputs['review-url']).toBe('');
}

function expectNothing(run: ActionRun): void {
  expect(outcome(run)).toEqual({ verdict: 'pass', job: 'passes' });
  expect(found(run)).toEqual([]);
  expect(annotated(run)).toEqual([]);
}

describe('merge_group', () => {
  function mergeGroup(scene: Scene, base: string, head: string): Event {
    return {
      name: 'merge_group',
      sha: head,
      ref: 'refs/heads/gh-readonly-queue/main/pr-1',
      payload: {
        action: 'checks_requested',
        merge_group: {
          base_sha: base,
          head_sha: head,
          base_ref: 'refs/heads/main',
          head_ref: 'refs/heads/queue',
        },
        repository: scene.payload(),
      },
    };
  }

  test.concurrent('is judged by its own range, and nothing is posted', async () => {
    const scene = await stage.scene({ 'store/store.go': before });
    const base = scene.tip('main');
    const head = scene.commit('queue', 'Merge', { 'store/store.go': after });
    await everywhere(scene, mergeGroup(scene, base, head), 'refs/heads/queue', expectGive);
  });

  test.concurrent('passes where the range brings nothing', async () => {
    const scene = await stage.scene({ 'store/store.go': after });
    const base = scene.tip('main');
    const head = scene.commit('queue', 'Merge', {
      'store/store.go': after.replace('// Give', '// It\n// Give'),
    });
    await everywhere(scene, mergeGroup(scene, base, head), 'refs/heads/queue', expectNothing);
  });
});

describe('push', () => {
  test.concurrent('to a branch: what it adds to it', async () => {
    const scene = await stage.scene({ 'store/store.go': before });
    const from = scene.tip('main');
    const to = scene.commit('main', 'More', { 'store/store.go': after });
    await everywhere(scene, scene.pushEvent('refs/heads/main', from, to), 'refs/heads/main', expectGive);
  });

  test.concurrent('of a new branch: what it has beyond the default branch', async () => {
    const scene = await stage.scene({ 'store/store.go': before });
    const head = scene.commit('topic', 'More', { 'store/store.go': after });
    scene.commit('main', 'Move on', { 'other/other.go': goFile([freeing('Other')], 'other') });
    await everywhere(scene, scene.pushEvent('refs/heads/topic', ZEROS, head), 'refs/heads/topic', expectGive);
  });

  test.concurrent('that deletes a branch: there is nothing to review', async () => {
    const scene = await stage.scene({ 'store/store.go': after });
    const run = await scene.run(scene.pushEvent('refs/heads/topic', scene.tip('main'), ZEROS));
    expect({ status: run.status, errors: annotated(run) }).toEqual({ status: 0, errors: [] });
    expect(run.outputs['verdict']).toBe('pass');
  });

  test.concurrent(
    'that rewrites a branch: what is new since the two parted, though the old commits are gone',
    async () => {
      const scene = await stage.scene({ 'store/store.go': before });
      const dropped = scene.commit('topic', 'Before', { 'store/gone.go': goFile([plain('Gone')]) });
      scene.branch('kept', dropped);
      scene.repository.git('checkout', '--quiet', '--detach');
      scene.branch('topic', scene.tip('main'));
      const head = scene.commit('topic', 'After', { 'store/store.go': after });
      scene.repository.git('branch', '--quiet', '-D', 'kept');
      const event = scene.pushEvent('refs/heads/topic', dropped, head, true);
      await everywhere(scene, event, 'refs/heads/topic', expectGive);
    },
  );

  test.concurrent('of a tag on a commit of the default branch: nothing is new', async () => {
    const scene = await stage.scene({ 'store/store.go': after });
    scene.repository.git('tag', 'v1');
    const run = await scene.run(scene.pushEvent('refs/tags/v1', ZEROS, scene.tip('main')));
    expectNothing(run);
  });
});

describe('push of what cannot be compared', () => {
  test.concurrent('the first push of the default branch: all of it', async () => {
    const scene = await stage.scene({ 'store/store.go': after });
    const event = scene.pushEvent('refs/heads/main', ZEROS, scene.tip('main'));
    await everywhere(scene, event, 'refs/heads/main', (run) => {
      expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
      expect(found(run).sort()).toEqual([`cstring-leak ${old}`, `free-non-c-memory ${give}`]);
    });
  });

  test.concurrent('a commit that GitHub does not have any more is named', async () => {
    const scene = await stage.scene({ 'store/store.go': after });
    const lost = 'f'.repeat(40);
    const run = await scene.run(scene.pushEvent('refs/heads/main', lost, scene.tip('main'), true));
    expectMistake(run, new RegExp(lost));
  });
});

describe('audit', () => {
  const files = {
    'store/store.go': after,
    'store/testdata/case.go': goFile([freeing('Case')]),
    'vendor/example.com/zip/zip.go': goFile([freeing('Zip')], 'zip'),
  };

  function expectTree(run: ActionRun): void {
    expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
    expect(found(run).sort()).toEqual([`cstring-leak ${old}`, `free-non-c-memory ${give}`]);
    expect(annotated(run).sort()).toEqual([`error ${give}`, `warning ${old}`]);
    for (const place of [give, old]) expect(run.summary).toContain(place);
    expect(run.report()).toMatchObject({ mode: 'audit', base: null });
    expect(run.report().notReviewed.filter(({ excluded }) => !excluded)).toEqual([]);
    const [sarif] = (run.sarif() as { runs: { results: { ruleId: string }[] }[] }).runs;
    expect(sarif?.results.map(({ ruleId }) => ruleId).sort()).toEqual(['cstring-leak', 'free-non-c-memory']);
  }

  test.concurrent('workflow_dispatch and schedule look at the whole tree', async () => {
    const scene = await stage.scene(files);
    await everywhere(
      scene,
      scene.mainEvent('workflow_dispatch', { inputs: {} }),
      'refs/heads/main',
      expectTree,
    );
    const schedule = scene.mainEvent('schedule', { schedule: '0 3 * * 1' });
    expectTree(await scene.run(schedule, { workspace: scene.checkout('refs/heads/main', 1) }));
  });

  test.concurrent('passes over a clean tree, and fails by fail-on', async () => {
    const scene = await stage.scene({ 'store/store.go': goFile([safe('Keep')]) });
    expectNothing(await scene.run(scene.mainEvent('schedule')));
    scene.commit('main', 'Worse', { 'store/store.go': before });
    const event = scene.mainEvent('schedule');
    expect(outcome(await scene.run(event))).toEqual({ verdict: 'pass', job: 'passes' });
    const strict = await scene.run(event, { inputs: { 'fail-on': 'warning' } });
    expect(outcome(strict)).toEqual({ verdict: 'fail', job: 'fails' });
  });

  test.concurrent('a file that does not parse makes it incomplete', async () => {
    const broken = `${goFile([safe('Keep')])}\nfunc Broken( {\n\treturn\n}\n`;
    const scene = await stage.scene({ 'store/broken.go': broken });
    const event = scene.mainEvent('schedule');
    const run = await scene.run(event);
    expect(outcome(run)).toEqual({ verdict: 'incomplete', job: 'fails' });
    expect(run.summary).toContain('store/broken.go');
    const tolerant = await scene.run(event, { inputs: { 'on-incomplete': 'pass' } });
    expect(outcome(tolerant)).toEqual({ verdict: 'incomplete', job: 'passes' });
  });

  test.concurrent('mode: audit looks at the whole tree whatever the event, and posts nothing', async () => {
    const scene = await stage.scene({ 'store/store.go': before });
    const pull = await scene.propose({ 'store/store.go': after });
    const writes = await pull.writesDuring(async () => {
      const run = await pull.review({ inputs: { mode: 'audit' } });
      expect(run.report().mode).toBe('audit');
      expect(found(run).sort()).toEqual([`cstring-leak ${old}`, `free-non-c-memory ${give}`]);
    });
    expect(writes).toEqual([]);
  });
});

describe('pull_request_target', () => {
  test.concurrent('is reviewed as a pull request, with the base checked out', async () => {
    const scene = await stage.scene({ 'store/store.go': before });
    const pull = await scene.propose({ 'store/store.go': after }, { fromFork: true });
    const run = await scene.run(pull.event('pull_request_target'), {
      workspace: scene.checkout('refs/heads/main', 1),
    });
    expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
    expect(pull.places()).toEqual([give]);
    expect(pull.view.reviews).toMatchObject([{ commit: pull.head }]);
  });
});

describe('mode: review', () => {
  test.concurrent('with a base and a head reviews that range on any event', async () => {
    const scene = await stage.scene({ 'store/store.go': before });
    scene.commit('topic', 'More', { 'store/store.go': after });
    scene.commit('main', 'Move on', { 'other/other.go': goFile([freeing('Other')], 'other') });
    const event = scene.mainEvent('workflow_dispatch', { inputs: {} });
    const names = { mode: 'review', base: 'main', head: 'topic' };
    expectGive(await scene.run(event, { inputs: names }));
    const ids = { mode: 'review', base: scene.tip('main'), head: scene.tip('topic') };
    expectGive(await scene.run(event, { inputs: ids, workspace: scene.checkout('refs/heads/main', 0) }));
  });

  test.concurrent('without them says what is missing', async () => {
    const scene = await stage.scene({});
    const event = scene.mainEvent('workflow_dispatch', { inputs: {} });
    expectMistake(await scene.run(event, { inputs: { mode: 'review' } }), /`?base`?.*`?head`?/);
  });

  test.concurrent('with a base that does not exist names it', async () => {
    const scene = await stage.scene({});
    const event = scene.mainEvent('workflow_dispatch', { inputs: {} });
    const run = await scene.run(event, { inputs: { mode: 'review', base: 'no-such-branch', head: 'main' } });
    expectMistake(run, /no-such-branch/);
  });
});

describe('mistakes', () => {
  test.concurrent('an event that is not served: the ones that are', async () => {
    const scene = await stage.scene({});
    const run = await scene.run(scene.mainEvent('issues', { action: 'opened', issue: { number: 1 } }));
    expectMistake(
      run,
      /"issues".*pull_request, pull_request_target, merge_group, push, workflow_dispatch or schedule/,
    );
    expect(run.outputs['verdict'] ?? '').toBe('');
  });

  test.concurrent.each([
    ['mode', 'revue', /mode.*"?revue"?.*auto.*review.*audit/],
    ['fail-on', 'critical', /fail-on.*"?critical"?.*error.*warning.*info.*never/],
    ['on-incomplete', 'maybe', /on-incomplete.*"?maybe"?.*fail.*pass/],
    ['report-only', 'yes please', /report-only.*true.*false/],
    ['max-comments', 'many', /max-comments.*"?many"?.*0 to 100/],
    ['parser', 'antlr', /parser.*"?antlr"?.*wasm.*native/],
  ])('the input %s: %s', async (name, value, sentence) => {
    const scene = await stage.scene({});
    expectMistake(await scene.run(scene.mainEvent('schedule'), { inputs: { [name]: value } }), sentence);
  });

  test.concurrent('a token that GitHub does not know fails the job with a sentence', async () => {
    const scene = await stage.scene({});
    const run = await scene.run(scene.mainEvent('schedule'), { token: 'expired' });
    expect(run.status).not.toBe(0);
    expect(run.stdout).toMatch(/^::error.*Bad credentials/m);
    expect(run.stdout).not.toContain('This is a bug');
  });
});

test.concurrent('the files that are written follow their schemas', async () => {
  const scene = await stage.scene({ 'store/store.go': before });
  const pull = await scene.propose({ 'store/store.go': after });
  const run = await pull.review();
  const schema = (path: string): Record<string, unknown> =>
    JSON.parse(readFileSync(join(import.meta.dirname, '../..', path), 'utf8')) as Record<string, unknown>;
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  expect(ajv.validate(schema('docs/schema/report.v1.schema.json'), run.json())).toBe(true);
  // The SARIF schema is draft 4, and one of its patterns is no Unicode pattern; else it means the same in draft 7.
  const { id: _id, $schema: _draft, ...sarif } = schema('__tests__/fixtures/sarif-schema-2.1.0.json');
  const lenient = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
  expect(lenient.validate(sarif, run.sarif())).toBe(true);
});
