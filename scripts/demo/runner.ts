import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FakeGitHub } from '../../__tests__/fake-github/index.ts';
import type { ExamplePullRequest } from './pull-request.ts';

/** What a job sees of one run of an action. */
export interface ActionRun {
  /** 0 where the step passed; null where a signal ended it. */
  readonly exitCode: number | null;
  readonly outputs: ReadonlyMap<string, string>;
  /** The job summary, Markdown. */
  readonly summary: string;
  /** What it printed, errors included. */
  readonly log: string;
}

/**
 * Runs a bundled action in a child process, with the environment that GitHub's runner gives it and nothing of the
 * caller's but `PATH` and `HOME`.
 *
 * @param action The bundle, `dist/index.js`.
 */
export async function runAction(
  action: string,
  hub: FakeGitHub,
  pull: ExamplePullRequest,
): Promise<ActionRun> {
  const temp = await mkdtemp(path.join(tmpdir(), 'cgo-review-runner-'));
  try {
    const event = path.join(temp, 'event.json');
    const output = path.join(temp, 'output');
    const summary = path.join(temp, 'summary.md');
    await writeFile(event, JSON.stringify(pull.event));
    await writeFile(output, '');
    await writeFile(summary, '');
    const { exitCode, log } = await run(action, pull.workspace, {
      ...callersOwn('PATH', 'HOME'),
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTION_REF: 'v0',
      GITHUB_ACTION_REPOSITORY: 'cgo-review/cgo-review',
      GITHUB_API_URL: hub.apiUrl,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: event,
      GITHUB_GRAPHQL_URL: hub.graphqlUrl,
      GITHUB_OUTPUT: output,
      GITHUB_REF: `refs/pull/${pull.number}/merge`,
      GITHUB_REPOSITORY: pull.repository,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_SHA: pull.mergeCommit,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_WORKSPACE: pull.workspace,
      RUNNER_TEMP: temp,
      // The runner sets every input of action.yml, to its default or to nothing.
      INPUT_BASE: '',
      INPUT_CONFIG: '.github/cgo-review.yml',
      'INPUT_FAIL-ON': '',
      'INPUT_GITHUB-TOKEN': hub.token,
      INPUT_HEAD: '',
      'INPUT_MAX-COMMENTS': '',
      INPUT_MODE: 'auto',
      'INPUT_ON-INCOMPLETE': '',
      INPUT_PARSER: 'wasm',
      INPUT_PATH: '.',
      'INPUT_REPORT-ONLY': '',
    });
    const outputs = parseOutputs(await readFile(output, 'utf8'));
    return { exitCode, outputs, summary: await readFile(summary, 'utf8'), log };
  } finally {
    await rm(temp, { recursive: true });
  }
}

function callersOwn(...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function run(
  program: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Pick<ActionRun, 'exitCode' | 'log'>> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    const keep = (chunk: Buffer): void => void chunks.push(chunk);
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', reject);
    child.once('close', (exitCode) => {
      resolve({ exitCode, log: Buffer.concat(chunks).toString('utf8') });
    });
  });
}

/** Reads the file behind `GITHUB_OUTPUT`: `name=value` lines, and `name<<END` blocks that end with a line `END`. */
export function parseOutputs(text: string): ReadonlyMap<string, string> {
  const outputs = new Map<string, string>();
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const block = /^([^=<]+)<<(.+)$/.exec(line);
    if (block !== null) {
      const [, name = '', end = ''] = block;
      const stop = lines.indexOf(end, at + 1);
      if (stop === -1) throw new Error(`the output ${name} has no end`);
      outputs.set(name, lines.slice(at + 1, stop).join('\n'));
      at = stop;
    } else if (line.includes('=')) {
      outputs.set(line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1));
    } else if (line !== '') {
      throw new Error(`not an output: ${line}`);
    }
  }
  return outputs;
}
