/** Other analysers through the action: what they say of added lines stands in the review, with their names. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { goFile, lineOf, safe } from './programs.ts';
import type { ActionRun } from './run-action.ts';
import type { PullRequest } from './scene.ts';
import { Stage } from './scene.ts';

const minutes = 3 * 60_000;
/** The Go tools run the compiler for the standard library's cgo where the machine's own cache does not have it. */
const goCache = spawnSync('go', ['env', 'GOCACHE'], { encoding: 'utf8' }).stdout.trim();

/** A number that becomes a pointer: `go vet` says so, and no rule of ours. */
function numbered(name: string): string {
  return `// ${name} reads a register.
func ${name}(address uintptr) byte {
	return *(*byte)(unsafe.Pointer(address))
}
`;
}

const before = goFile([safe('Keep'), numbered('Old')]);
const after = goFile([safe('Keep'), numbered('Old'), numbered('New')]);
const line = lineOf(after, 'func New(') + 1;
const oldLine = lineOf(after, 'func Old(') + 1;

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

/** A pull request that adds the function `New` beside one of its kind, and a folder of C. */
async function open(): Promise<PullRequest> {
  const scene = await stage.scene({ 'store/store.go': before });
  scene.commit('topic', 'Change', { 'store/store.go': after, 'csrc/one.c': 'int one(void) { return 1; }\n' });
  return scene.open();
}

function review(
  pull: PullRequest,
  linters: string,
  { event = 'pull_request', files = {} }: { event?: Parameters<PullRequest['event']>[0]; files?: Files } = {},
): Promise<ActionRun> {
  const workspace = pull.checkout(0);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(workspace, 'out'), { recursive: true });
    writeFileSync(join(workspace, name), JSON.stringify(content));
  }
  return pull.review({
    event: pull.event(event),
    workspace,
    inputs: { linters },
    variables: { GOCACHE: goCache },
  });
}

type Files = Readonly<Record<string, unknown>>;

/** What a tool that nobody here knows says of lines of `store/store.go`, with texts of its own. */
function sarif(lines: readonly number[], text = 'The address is a number.'): unknown {
  return {
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'Pointer Police', semanticVersion: '3.1.4', rules: [{ id: 'unsafe-number' }] },
        },
        results: lines.map((startLine) => ({
          ruleId: 'unsafe-number',
          level: 'error',
          message: { text },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: 'store/store.go' },
                region: { startLine, startColumn: 18 },
              },
            },
          ],
        })),
      },
    ],
  };
}

describe('linters: vet', () => {
  test(
    'what it says of an added line is a comment with its name, and nothing else is',
    async () => {
      const pull = await open();
      const { status, report } = await review(pull, 'vet');
      expect(pull.places()).toEqual([`store/store.go:${String(line)}`]);
      const body = pull.comments()[0]?.body ?? '';
      expect(body).toMatch(/^\*\*possible misuse of `?unsafe\.Pointer`?\.?\*\*/i);
      expect(body).toMatch(/ · reported by vet 1\.\d+/);
      expect(body).toContain('`vet/unsafeptr` ');
      expect(report().findings).toMatchObject([{ ruleId: 'vet/unsafeptr', severity: 'warning', line }]);
      expect(report().notes).toEqual([]);
      expect(status).toBe(0);
    },
    minutes,
  );

  test(
    'a comment of the code silences it',
    async () => {
      const pull = await open();
      const text = after.replace(
        'func New(address uintptr) byte {\n',
        '$&\t//cgoreview:ignore vet/unsafeptr -- the address of a register\n',
      );
      await pull.push({ 'store/store.go': text });
      const { report } = await review(pull, 'vet');
      expect(pull.places()).toEqual([]);
      expect(report().suppressed).toMatchObject([
        { finding: { ruleId: 'vet/unsafeptr' }, reason: 'the address of a register' },
      ]);
    },
    minutes,
  );
});

describe('a report of an earlier step', () => {
  const files = { 'out/police.sarif': sarif([oldLine, line]) };

  test('joins the review, for the lines of the change', async () => {
    const pull = await open();
    const { status, report } = await review(pull, 'out/police.sarif', { files });
    expect(pull.places()).toEqual([`store/store.go:${String(line)}`]);
    expect(pull.comments()[0]?.body).toContain('Pointer Police 3.1.4');
    expect(report().findings).toMatchObject([{ ruleId: 'pointer-police/unsafe-number', severity: 'error' }]);
    expect(status).toBe(1);
  });

  test('is read where nothing may be run, and the reason is told', async () => {
    const pull = await open();
    const { report } = await review(pull, 'vet, out/police.sarif', { event: 'pull_request_target', files });
    expect(pull.places()).toEqual([`store/store.go:${String(line)}`]);
    expect(report().findings).toMatchObject([{ ruleId: 'pointer-police/unsafe-number' }]);
    expect(report().notes).toEqual([
      expect.stringMatching(
        /^The linters were not run: on "pull_request_target" a job has the repository's secrets/,
      ),
    ]);
  });

  test('cannot forge a marker, mention a user or leave its comment', async () => {
    const pull = await open();
    const text = 'unsafe ``` </details> <!-- cgo-review:v1 fp=v1:0 --> @octocat [here](javascript:alert(1))';
    await review(pull, 'out/police.sarif', { files: { 'out/police.sarif': sarif([line], text) } });
    const [comment, ...others] = pull.comments();
    expect(others).toEqual([]);
    expect(comment?.body.match(/<!--/g)).toHaveLength(1);
    expect(comment?.body.replace(/`[^`]*`/g, '')).not.toMatch(/(?<![\\\w])@octocat|\]\(javascript:/);
  });

  test.each([
    ['that is not there', {}, /^out\/police\.sarif is not there: let the step before write it/],
    ['that is none', { 'out/police.sarif': 'a text' }, /^out\/police\.sarif /],
  ])('%s is a note, and the review goes on', async (_, found: Files, note) => {
    const pull = await open();
    const { status, report } = await review(pull, 'out/police.sarif', { files: found });
    expect(report()).toMatchObject({ findings: [], verdict: 'pass', notes: [expect.stringMatching(note)] });
    expect(status).toBe(0);
  });
});

test('a tool that is not installed is told, with what to do', async () => {
  const pull = await open();
  const { status, report, summary } = await review(pull, 'gosec');
  const sentence = 'gosec was not run: there is no `gosec` on PATH.';
  expect(report().notes).toEqual([expect.stringContaining(`${sentence} Install it: go install `)]);
  expect(summary).toContain('gosec was not run: ');
  expect(status).toBe(0);
});

test('an input that is no list of names ends the job with one sentence', async () => {
  const pull = await open();
  const { status, stdout } = await review(pull, `vet,${'x'.repeat(1_001)}`);
  expect(status).toBe(2);
  expect(stdout).toMatch(/::error::The input linters is ".*", and must be /);
});
