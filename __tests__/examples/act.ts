import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Event, Scene } from '../e2e/scene.ts';
import { pathWith, tool } from './tools.ts';
import type { Workflow } from './workflows.ts';

/** A workflow that is started by an event. */
export interface Start {
  readonly workflow: Workflow;
  readonly event: Event;
  readonly scene: Scene;
  readonly apiUrl: string;
  readonly token: string;
  /** The folders that stand for actions, by what `uses:` says of their repositories, e.g. `octo/lint@v1`. */
  readonly actions: Readonly<Record<string, string>>;
  /** Further variables of all steps. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Milliseconds after which act is ended; below the limit of a test where unset. */
  readonly limit?: number;
}

/** How the jobs of a workflow went. */
export interface WorkflowRun {
  /** Of act: 0 where all jobs passed. */
  readonly status: number | null;
  /** Each step and its result, in order, those of a job after those that it needs: `['actions/checkout@v7', 'success']`. */
  readonly steps: readonly (readonly [string, string])[];
  /** The outputs of all steps. */
  readonly outputs: Readonly<Record<string, string>>;
  /** `level file:line` of each annotation that stands at a file. */
  readonly annotations: readonly string[];
  /** The job summary. */
  readonly summary: string;
  /** All that was printed. */
  readonly log: string;
}

const checkout = z.object({
  uses: z.string().startsWith('actions/checkout@'),
  with: z.object({ 'fetch-depth': z.int().optional() }).optional(),
});
const workflowSchema = z.object({
  jobs: z.record(z.string(), z.object({ steps: z.array(z.looseObject({})).min(1) })),
});

/** What is read of the lines that `act --json` prints. */
const entry = z.object({
  step: z.string().optional(),
  /** More than one where the step is within a composite action. */
  stepID: z.array(z.string()).optional(),
  stage: z.string().optional(),
  stepResult: z.string().optional(),
  command: z.string().optional(),
  name: z.string().optional(),
  arg: z.string().optional(),
  content: z.string().optional(),
  kvPairs: z.record(z.string(), z.string()).nullish(),
});

/**
 * Runs a workflow as it is, with act in place of GitHub's runner: on this machine, without containers, and without
 * network, because all actions come from local folders. act itself does what `actions/checkout` would, by copying
 * a clone that is prepared here, of the depth that the workflow asks for; a job without that step starts in an
 * empty workspace, as on GitHub.
 */
export async function runWorkflow(start: Start): Promise<WorkflowRun> {
  const directory = mkdtempSync(join(tmpdir(), 'cgo-review-act-'));
  const file = (name: string, text: string): string => {
    writeFileSync(join(directory, name), text);
    return join(directory, name);
  };
  const { workflow, event, scene, apiUrl, token } = start;
  const clone = scene.checkout(event.ref, fetchDepth(workflow));
  // act reads the repository's name from here.
  execFileSync('git', ['remote', 'set-url', 'origin', `https://github.com/${scene.name}.git`], {
    cwd: clone,
  });
  const variables = { GITHUB_API_URL: apiUrl, GITHUB_GRAPHQL_URL: `${apiUrl}/graphql`, ...start.variables };
  mkdirSync(join(directory, 'home'));
  try {
    const { status, stdout, stderr } = await act(
      join(directory, 'home'),
      [
        event.name,
        '--json',
        ...['--directory', clone],
        ...['--workflows', file('workflow.yml', workflow.text)],
        ...['--eventpath', file('event.json', JSON.stringify(event.payload))],
        ...['--platform', 'ubuntu-latest=-self-hosted'],
        ...['--secret', `GITHUB_TOKEN=${token}`],
        ...Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
        ...Object.entries(start.actions).flatMap(([uses, at]) => ['--local-repository', `${uses}=${at}`]),
        '--action-offline-mode',
        '--no-cache-server',
      ],
      start.limit,
    );
    return { status, ...read(stdout), log: stdout + stderr };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The depth of the clone that all jobs of the workflow ask for; 1 where none has a checkout. */
function fetchDepth({ name, text }: Workflow): number {
  const steps = Object.values(workflowSchema.parse(parse(text)).jobs).flatMap((job) => job.steps);
  const depths = steps.flatMap((step) => {
    const found = checkout.safeParse(step);
    return found.success ? [found.data.with?.['fetch-depth'] ?? 1] : [];
  });
  const [depth = 1, ...others] = new Set(depths);
  if (others.length > 0) throw new Error(`${name} has jobs with clones of different depths`);
  return depth;
}

function act(
  home: string,
  args: readonly string[],
  limit = 150_000,
): Promise<{ status: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    // Nothing listens on port 9: whatever looked for a repository or an image on the network would fail.
    const proxy = 'http://127.0.0.1:9';
    const env = {
      PATH: pathWith(process.execPath),
      HOME: home,
      HTTP_PROXY: proxy,
      HTTPS_PROXY: proxy,
      NO_PROXY: '127.0.0.1',
    };
    const child = spawn(tool('act'), args, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: limit });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', reject);
    child.on('close', (status) => {
      const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString('utf8');
      resolve({ status, stdout: text(output), stderr: text(errors) });
    });
  });
}

function read(stdout: string): Omit<WorkflowRun, 'status' | 'log'> {
  const steps: [string, string][] = [];
  const outputs: Record<string, string> = {};
  const annotations: string[] = [];
  const summaries: string[] = [];
  for (const line of stdout.split('\n').filter((text) => text.startsWith('{'))) {
    const { step, stepID, stage, stepResult, command, name, arg, content, kvPairs } = entry.parse(
      JSON.parse(line),
    );
    if (stage === 'Main' && stepID?.length === 1 && step !== undefined && stepResult !== undefined) {
      steps.push([step, stepResult]);
    }
    if (command === 'set-output' && name !== undefined) outputs[name] = arg ?? '';
    if (command === 'summary' && content !== undefined) summaries.push(content);
    if ((command === 'error' || command === 'warning') && kvPairs?.['file'] !== undefined) {
      annotations.push(`${command} ${kvPairs['file']}:${kvPairs['line'] ?? ''}`);
    }
  }
  return { steps, outputs, annotations, summary: summaries.join('\n') };
}
