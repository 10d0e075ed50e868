import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { freeing, goFile, lineOf, safe } from '../e2e/programs.ts';
import type { Event, Scene } from '../e2e/scene.ts';
import { Stage } from '../e2e/scene.ts';
import { runWorkflow } from './act.ts';
import type { WorkflowRun } from './act.ts';
import { example, readmeWorkflows } from './workflows.ts';
import type { Workflow } from './workflows.ts';

const before = goFile([safe('Keep')]);
const good = goFile([safe('Keep'), safe('Hold')]);
const bad = goFile([safe('Keep'), freeing('Give')]);
const place = `store/store.go:${String(lineOf(bad, '&buf[0]'))}`;

const uploads = 'github/codeql-action/upload-sarif@v4';
const ours = 'cgo-review/cgo-review@v0';

let stage: Stage;
let folder: string;
let uploaded: string;
beforeAll(async () => {
  stage = await Stage.open();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cgo-review-examples-'));
  uploaded = join(folder, 'uploaded.sarif');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => stage.close());

/** In place of the action that sends a SARIF file to GitHub, one that keeps it. */
function keepingUploads(): string {
  mkdirSync(join(folder, 'codeql-action/upload-sarif'), { recursive: true });
  writeFileSync(
    join(folder, 'codeql-action/upload-sarif/action.yml'),
    `name: upload-sarif
description: Keeps the file.
inputs:
  sarif_file: { description: The file., required: true }
  category: { description: The category., required: false }
runs:
  using: composite
  steps:
    - run: cp "$SARIF" "$UPLOADED"
      shell: bash
      env:
        SARIF: \${{ inputs.sarif_file }}
`,
  );
  return join(folder, 'codeql-action');
}

function start(workflow: Workflow, scene: Scene, event: Event): Promise<WorkflowRun> {
  const { hub, action } = stage;
  return runWorkflow({
    workflow,
    event,
    scene,
    apiUrl: hub.apiUrl,
    token: hub.token,
    actions: { [ours]: action.directory, 'github/codeql-action@v4': keepingUploads() },
    variables: { UPLOADED: uploaded },
  });
}

/**
 * An action that does by a line of shell what another one would do on GitHub.
 *
 * @param inputs those that a workflow sets; those that can be names of variables are given to the script as such
 */
function standIn(name: string, inputs: readonly string[], script: string): string {
  const at = join(folder, name);
  mkdirSync(at, { recursive: true });
  const declared = inputs
    .map((input) => `  ${input}: { description: An input., required: false }\n`)
    .join('');
  const variables = inputs
    .filter((input) => !input.includes('-'))
    .map(
      (input) => `        ${input}: \${{ inputs.${input} }}
`,
    )
    .join('');
  writeFileSync(
    join(at, 'action.yml'),
    `name: ${name}
description: Stands in for the action of this name.
inputs:
${declared}runs:
  using: composite
  steps:
    - run: ${script}
      shell: bash
      env:
${variables}`,
  );
  return at;
}

/** A repository whose branch `topic` changes `store/store.go` to a text. */
async function changed(text: string): Promise<Scene> {
  const scene = await stage.scene({ 'store/store.go': before });
  scene.commit('topic', 'Change', { 'store/store.go': text });
  return scene;
}

/** The change as a merge queue tests it. */
function mergeGroup(scene: Scene): Event {
  const [base, head] = [scene.tip('main'), scene.tip('topic')];
  const ref = 'refs/heads/gh-readonly-queue/main/pr-1';
  scene.repository.git('update-ref', ref, head);
  return {
    name: 'merge_group',
    sha: head,
    ref,
    payload: {
      action: 'checks_requested',
      merge_group: { base_sha: base, head_sha: head, base_ref: 'refs/heads/main', head_ref: ref },
      repository: scene.payload(),
    },
  };
}

const first = readmeWorkflows()[0];
if (first === undefined) throw new Error('README.md shows no workflow');

describe.each([
  ["the README's first workflow", first],
  ['examples/required-check.yml', example('required-check.yml')],
])('%s', (_, workflow) => {
  test('comments on a bug, and fails', async () => {
    const scene = await changed(bad);
    const pull = await scene.open();
    const run = await start(workflow, scene, pull.event());
    expect(run.steps).toEqual([
      ['actions/checkout@v7', 'success'],
      [ours, 'failure'],
    ]);
    expect(run.status).toBe(1);
    expect(pull.places()).toEqual([place]);
    expect(pull.comments()[0]?.body).toContain('free-non-c-memory');
    expect(run.outputs).toMatchObject({ verdict: 'fail', findings: '1', 'not-reviewed': '0' });
    expect(run.outputs['review-url']).toMatch(/\/pull\/1#pullrequestreview-\d+$/);
    expect(run.summary).toContain(place);
    expect(run.annotations).toEqual([]);
  });

  test('passes what is right, and writes nothing', async () => {
    const scene = await changed(good);
    const pull = await scene.open();
    const writes = await pull.writesDuring(async () => {
      const run = await start(workflow, scene, pull.event());
      expect(run.steps).toEqual([
        ['actions/checkout@v7', 'success'],
        [ours, 'success'],
      ]);
      expect(run.status).toBe(0);
      expect(run.outputs).toMatchObject({ verdict: 'pass', findings: '0', 'review-url': '' });
    });
    expect(writes).toEqual([]);
  });
});

describe('examples/required-check.yml in a merge queue', () => {
  test.each([
    ['fails with an annotation', bad, { status: 1, verdict: 'fail', annotations: [`error ${place}`] }],
    ['passes', good, { status: 0, verdict: 'pass', annotations: [] }],
  ])('%s', async (_, text, expected) => {
    const scene = await changed(text);
    const { status, outputs, annotations } = await start(
      example('required-check.yml'),
      scene,
      mergeGroup(scene),
    );
    expect({ status, verdict: outputs['verdict'], annotations }).toEqual(expected);
  });
});

describe('examples/fork-safe.yml', () => {
  test('comments on a pull request from a fork, in an empty workspace', async () => {
    const scene = await changed(bad);
    const pull = await scene.open({ fromFork: true });
    const run = await start(example('fork-safe.yml'), scene, pull.event('pull_request_target'));
    expect(run.steps).toEqual([[ours, 'failure']]);
    expect(run.status).toBe(1);
    expect(pull.places()).toEqual([place]);
    expect(run.outputs).toMatchObject({ verdict: 'fail', findings: '1', 'not-reviewed': '0' });
  });
});

describe('examples/audit.yml', () => {
  const workflow = example('audit.yml');
  const sarif = z.object({
    version: z.literal('2.1.0'),
    runs: z.tuple([z.object({ results: z.array(z.looseObject({ ruleId: z.string() })) })]),
  });

  test.each([
    ['workflow_dispatch', { inputs: {} }],
    ['schedule', { schedule: '17 4 * * 1' }],
  ])('on %s uploads what it finds, and passes', async (name, payload) => {
    const scene = await stage.scene({ 'store/store.go': bad });
    const run = await start(workflow, scene, scene.mainEvent(name, payload));
    expect(run.steps).toEqual([
      ['actions/checkout@v7', 'success'],
      [ours, 'success'],
      [uploads, 'success'],
    ]);
    expect(run.status).toBe(0);
    expect(run.outputs).toMatchObject({ verdict: 'pass', findings: '1' });
    const { runs } = sarif.parse(JSON.parse(readFileSync(uploaded, 'utf8')));
    expect(runs[0].results.map(({ ruleId }) => ruleId)).toEqual(['free-non-c-memory']);
  });

  test('fails where a file could not be analysed, and uploads all the same', async () => {
    const scene = await stage.scene({
      'store/store.go': bad,
      'store/broken.go': `${good}\nfunc Broken( {\n`,
    });
    const run = await start(workflow, scene, scene.mainEvent('workflow_dispatch', { inputs: {} }));
    expect(run.steps).toEqual([
      ['actions/checkout@v7', 'success'],
      [ours, 'failure'],
      [uploads, 'success'],
    ]);
    expect(run.status).toBe(1);
    expect(run.outputs['verdict']).toBe('incomplete');
    expect(existsSync(uploaded)).toBe(true);
  });

  test('uploads nothing where the run ended with a mistake of the user', async () => {
    const scene = await stage.scene({ '.github/cgo-review.yml': 'fail-no: error\n' });
    const run = await start(workflow, scene, scene.mainEvent('workflow_dispatch', { inputs: {} }));
    expect(run.status).toBe(1);
    expect(run.log).toMatch(/fail-no\b.*\bfail-on\b/);
    expect(existsSync(uploaded)).toBe(false);
  });
});

describe('examples/sanitize.yml', () => {
  const minutes = 60_000;
  const workflow = example('sanitize.yml');
  const upload = 'actions/upload-artifact@v7';
  const download = 'actions/download-artifact@v8';
  const setup = 'actions/setup-go@v6';
  /** Without the machine's own cache the standard library is built for the sanitizer first. */
  const goCache = spawnSync('go', ['env', 'GOCACHE'], { encoding: 'utf8' }).stdout.trim();
  const late = `// Late reads a key that it has given back.
func Late(key string) int {
	ckey := C.CString(key)
	C.free(unsafe.Pointer(ckey))
	return int(*ckey)
}
`;
  const changedText = goFile([safe('Keep'), late]);
  const goTest =
    'package store\n\nimport "testing"\n\nfunc TestLate(t *testing.T) {\n\tt.Log(Late("key"))\n}\n';

  function startBoth(scene: Scene, event: Event): Promise<WorkflowRun> {
    const { hub, action } = stage;
    const kept = join(folder, 'kept');
    return runWorkflow({
      workflow,
      event,
      scene,
      apiUrl: hub.apiUrl,
      token: hub.token,
      actions: {
        [ours]: action.directory,
        // act copies a clone for a checkout of what the event names; one of another commit it would download.
        'actions/checkout@v7': standIn(
          'checkout',
          ['ref', 'fetch-depth', 'persist-credentials'],
          'git clone --quiet --no-checkout "$ORIGIN" . && git checkout --quiet --detach "$ref"',
        ),
        [setup]: standIn('setup-go', ['go-version', 'cache'], 'go version'),
        [upload]: standIn('upload-artifact', ['name', 'path'], 'mkdir "$KEPT" && cp "$path" "$KEPT/"'),
        [download]: standIn('download-artifact', ['name'], 'cp "$KEPT"/* .'),
      },
      variables: { KEPT: kept, ORIGIN: scene.repository.root, GOCACHE: goCache },
      limit: 4 * minutes,
    });
  }

  test(
    'the second job shows what the first one proved',
    async () => {
      const scene = await stage.scene({ 'store/store.go': before });
      scene.commit('topic', 'Change', { 'store/store.go': changedText, 'store/store_test.go': goTest });
      const pull = await scene.open();
      const run = await startBoth(scene, pull.event());
      expect(run.steps).toEqual([
        ['actions/checkout@v7', 'success'],
        [setup, 'success'],
        [ours, 'success'],
        [upload, 'success'],
        ['actions/checkout@v7', 'success'],
        [download, 'success'],
        [ours, 'failure'],
      ]);
      expect(run.status).toBe(1);
      expect(pull.places()).toEqual([`store/store.go:${String(lineOf(changedText, '*ckey'))}`]);
      expect(pull.comments()[0]?.body).toContain(
        'Confirmed by AddressSanitizer (heap-use-after-free) in example.com/store/store.TestLate.',
      );
      expect(run.outputs).toMatchObject({ verdict: 'fail', findings: '1', 'not-reviewed': '0' });
    },
    5 * minutes,
  );
});
