/** The dynamic tier through the action: what a tool saw stands in the review's comment, in one job and in two. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openExample } from '../../scripts/demo/pull-request.ts';
import type { ExamplePullRequest } from '../../scripts/demo/pull-request.ts';
import { readRunFile } from '../../src/sanitizer/run-file.ts';
import { FakeGitHub } from '../fake-github/index.ts';
import { InstalledAction } from './run-action.ts';
import type { ActionRun, Step } from './run-action.ts';

const minutes = 5 * 60_000;

/** A build of the standard library under a sanitizer takes long: the machine's own cache has it after the first. */
const goCache = spawnSync('go', ['env', 'GOCACHE'], { encoding: 'utf8' }).stdout.trim();

let hub: FakeGitHub;
let action: InstalledAction;
const opened: ExamplePullRequest[] = [];

beforeAll(async () => {
  hub = await FakeGitHub.start();
  action = new InstalledAction();
});

afterAll(async () => {
  for (const pull of opened) pull.dispose();
  action.dispose();
  await hub.close();
  expect({ faults: hub.faults, unknown: hub.unknownRequests }).toEqual({ faults: [], unknown: [] });
});

async function open(): Promise<ExamplePullRequest> {
  const pull = await openExample(hub);
  opened.push(pull);
  return pull;
}

function run(
  pull: ExamplePullRequest,
  inputs: Readonly<Record<string, string>>,
  { event = 'pull_request', token = hub.token }: { event?: string; token?: string } = {},
): Promise<ActionRun> {
  const step: Step = {
    repository: pull.repository,
    apiUrl: hub.apiUrl,
    token,
    workspace: pull.workspace,
    event: {
      name: event,
      payload: pull.event,
      sha: pull.mergeCommit,
      ref: `refs/pull/${String(pull.number)}/merge`,
    },
    inputs,
    variables: { GOCACHE: goCache },
    limit: minutes,
  };
  return action.run(step);
}

/** The comments that a user sees, by the rule that ends each. */
function comments(pull: ExamplePullRequest): ReadonlyMap<string, string> {
  return new Map(
    hub.view(pull.repository, pull.number).threads.flatMap(({ comments: [comment] }) => {
      const rule = /^`(?<rule>[a-z0-9/-]+)` /m.exec(comment?.body ?? '')?.groups?.['rule'];
      return comment === undefined || rule === undefined ? [] : [[rule, comment.body] as const];
    }),
  );
}

function isClean(pull: ExamplePullRequest): boolean {
  const { stdout } = spawnSync('git', ['status', '--porcelain', '--ignored'], {
    cwd: pull.workspace,
    encoding: 'utf8',
  });
  return stdout.trim() === '';
}

function expectProof(pull: ExamplePullRequest): void {
  const shown = comments(pull);
  expect([...shown.keys()].sort()).toEqual(['c-use-after-free', 'cstring-leak', 'empty-slice-index-zero']);
  const freed = shown.get('c-use-after-free') ?? '';
  expect(freed).toContain(
    'Confirmed by AddressSanitizer (heap-use-after-free) in example.com/gz.TestReadLine.',
  );
  expect(freed).toContain('<summary>The report</summary>');
  expect(freed).toMatch(/ERROR: AddressSanitizer: heap-use-after-free on address/);
  expect(freed).toMatch(/- It happens here\n {2}- .*reader\.go:70.*the call of `C\.strlen`/);
  const leaked = shown.get('cstring-leak') ?? '';
  expect(leaked).toContain('Confirmed by LeakSanitizer (leak) in example.com/gz.TestCreateInNoFolder.');
  expect(shown.get('empty-slice-index-zero')).not.toContain('Confirmed');
}

describe('the example with sanitize: asan', () => {
  test(
    'in one job: the comments carry their proof, and the risk is told',
    async () => {
      const pull = await open();
      const { status, summary, report } = await run(pull, { sanitize: 'asan' });
      expectProof(pull);
      expect(status).toBe(1);
      expect(report().notes).toEqual([
        expect.stringContaining('The sanitizers ran in the job that has github-token'),
      ]);
      expect(summary).toContain('### Under the sanitizers');
      expect(summary).toMatch(/\| `example\.com\/gz` \| asan \| 2 tests \| 2 \|/);
      expect(isClean(pull)).toBe(true);
    },
    minutes,
  );

  test(
    'in two jobs: the first has no token and writes nothing to GitHub, the second reads its file',
    async () => {
      const pull = await open();
      const file = 'cgo-review-sanitize.json';
      const before = hub.requests.length;
      const first = await run(
        pull,
        { mode: 'sanitize', sanitize: 'asan', 'sanitize-report': file, 'github-token': '' },
        { token: '' },
      );
      expect({ status: first.status, errors: first.stderr }).toEqual({ status: 0, errors: '' });
      expect(hub.requests.length).toBe(before);
      expect(first.outputs['sanitize-report']).toBe(join(pull.workspace, file));
      expect(first.summary).toContain('Ran 2 tests of 1 package under asan: 2 reports');
      const second = await run(pull, { 'sanitize-report': file });
      expect(second.status).toBe(1);
      expectProof(pull);
      expect(second.report().notes).toEqual([]);
    },
    minutes,
  );
});

test(
  'a comment of a run without the tools gets the proof of a later one, once',
  async () => {
    const pull = await open();
    await run(pull, {});
    const threads = hub.view(pull.repository, pull.number).threads.length;
    const written = async (inputs: Readonly<Record<string, string>>): Promise<string[]> => {
      const before = hub.writes.length;
      expect((await run(pull, inputs)).status).toBe(1);
      return hub.writes.slice(before).map(({ method }) => method);
    };
    expect(comments(pull).get('c-use-after-free')).not.toContain('Confirmed');
    expect(await written({ sanitize: 'asan' })).toEqual(['PATCH', 'PATCH']);
    expectProof(pull);
    expect(hub.view(pull.repository, pull.number).threads).toHaveLength(threads);
    expect(await written({ sanitize: 'asan' })).toEqual([]);
    expect(await written({})).toEqual([]);
    expectProof(pull);
  },
  minutes,
);

describe('what another job wrote is not trusted', () => {
  async function second(pull: ExamplePullRequest, content: string): Promise<ActionRun> {
    writeFileSync(join(pull.workspace, 'run.json'), content);
    return run(pull, { 'sanitize-report': 'run.json' });
  }

  test('a file that is no report of a run ends the job with one sentence', async () => {
    const { status, stdout } = await second(await open(), '{"version": 1, "builds": "x"}');
    expect(status).toBe(2);
    expect(stdout).toMatch(/::error::The sanitizers' report run\.json cannot be used: /);
  });

  test('a file outside the workspace is refused', async () => {
    const { status, stdout } = await run(await open(), { 'sanitize-report': '../../etc/passwd' });
    expect(status).toBe(2);
    expect(stdout).toContain('which is outside the workspace');
  });

  test('a missing file is told', async () => {
    const { status, stdout } = await run(await open(), { 'sanitize-report': 'none.json' });
    expect(status).toBe(2);
    expect(stdout).toContain("The sanitizers' report none.json cannot be read: it does not exist.");
  });

  test('text in it cannot forge a marker, mention a user, or name files elsewhere', async () => {
    const pull = await open();
    const report = [
      '==1==ERROR: AddressSanitizer: heap-use-after-free on address 0x1 at pc 0x2 bp 0x3 sp 0x4',
      'READ of size 1 at 0x1 thread T0',
      '    #0 0x2 in example.com/gz.(*Reader).ReadLine /w/reader.go:70',
      '    #1 0x2 in example.com/gz.F /etc/passwd:1',
      '``` </details> <!-- cgo-review v1:00000000000000000000000000000000 --> @octocat',
      '',
    ].join('\n');
    await second(
      pull,
      JSON.stringify({
        version: 1,
        toolchain: { go: 'go1.26', platform: 'linux/amd64' },
        root: '/w',
        modules: [{ path: 'example.com/gz', dir: '.' }],
        cgoHashes: [],
        builds: [
          {
            mode: 'asan',
            package: 'example.com/gz',
            dir: '.',
            outcome: 'built',
            seconds: 1,
            leaks: 'checked',
          },
        ],
        executions: [
          {
            mode: 'asan',
            package: 'example.com/gz',
            test: 'TestX`<!-- @octocat',
            exit: 86,
            ended: 'itself',
            seconds: 1,
            texts: [report],
          },
        ],
        problems: ['<!-- @octocat -->'],
      }),
    );
    const freed = comments(pull).get('c-use-after-free') ?? '';
    expect(freed).toContain('Confirmed by AddressSanitizer');
    expect(freed.match(/<!--/g)).toHaveLength(1);
    expect(freed).not.toContain('/etc/passwd:1)');
    expect(freed.replace(/```+text[^]*?\n```+/, '').replace(/`[^`]*`/g, '')).not.toMatch(/@octocat/);
  });
});

describe('where code of the change may not be run', () => {
  test('on pull_request_target nothing is built, and the reason is in the report', async () => {
    const pull = await open();
    const { summary, report } = await run(pull, { sanitize: 'asan' }, { event: 'pull_request_target' });
    expect(summary).toContain('The sanitizers were not run: on "pull\\_request\\_target"');
    expect(report().findings).toHaveLength(3);
    expect(comments(pull).get('c-use-after-free')).not.toContain('Confirmed');
  });

  test('a checkout of another commit is not built', async () => {
    const pull = await open();
    spawnSync('git', ['checkout', '--quiet', '--detach', 'origin/main'], { cwd: pull.workspace });
    const { summary } = await run(pull, { sanitize: 'asan' });
    expect(summary).toContain('The sanitizers were not run: the checkout does not hold the commit');
  });

  test('a checkout with an edited file is not built', async () => {
    const pull = await open();
    const file = join(pull.workspace, 'reader.go');
    writeFileSync(file, readFileSync(file, 'utf8').replace('package gz\n', 'package gz\n\n'));
    const { summary } = await run(pull, { sanitize: 'asan' });
    expect(summary).toContain('`reader.go` of the checkout is not as');
  });
});

test('the file of a run is read back as it was written', async () => {
  const pull = await open();
  const { outputs } = await run(
    pull,
    { mode: 'sanitize', sanitize: 'asan', 'sanitize-report': 'run.json', 'github-token': '' },
    { token: '', event: 'pull_request_target' },
  );
  const read = readRunFile(readFileSync(outputs['sanitize-report'] ?? '', 'utf8'));
  expect(read).toMatchObject({
    ok: true,
    value: { executions: [], problems: [expect.stringContaining('not run')] },
  });
});
