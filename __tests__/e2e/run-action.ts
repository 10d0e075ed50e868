import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';

const root = join(import.meta.dirname, '../..');
/** The bundle under test: the committed one, or one that was built from changed sources meanwhile. */
const dist = process.env['CGO_REVIEW_DIST'] ?? join(root, 'dist');

/** Milliseconds for a step. Tests run several at a time, and beside other tests: on a busy machine each is slow. */
const stepLimit = 150_000;
// More than that of a step, so that what a stuck run printed is seen.
jest.setTimeout(stepLimit + 30_000);

const metadata = z.object({
  inputs: z.record(z.string(), z.object({ default: z.string().optional() })),
  outputs: z.record(z.string(), z.unknown()),
  runs: z.object({ main: z.string() }),
});

const place = z.object({ path: z.string(), line: z.int(), message: z.string() });
const finding = place.extend({
  ruleId: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  trace: z.array(place),
  fingerprint: z.string(),
});
const report = z.object({
  mode: z.enum(['review', 'audit']),
  base: z.string().nullable(),
  head: z.string(),
  parser: z.object({ backend: z.enum(['wasm', 'native']) }),
  verdict: z.enum(['pass', 'fail', 'incomplete']),
  findings: z.array(finding),
  suppressed: z.array(z.object({ finding, reason: z.string() })),
  notReviewed: z.array(z.object({ path: z.string(), reason: z.string(), excluded: z.boolean() })),
  notes: z.array(z.string()),
});

/** What the tests read of the JSON report. */
export type Report = z.infer<typeof report>;

/** A step of a job, with what the runner knows of it. */
export interface Step {
  readonly event: {
    readonly name: string;
    readonly payload: unknown;
    readonly sha: string;
    readonly ref: string;
  };
  /** `owner/name`. */
  readonly repository: string;
  readonly apiUrl: string;
  readonly token: string;
  /** The checkout; an empty directory where unset, as in a job without `actions/checkout`. */
  readonly workspace?: string;
  /** What the workflow sets under `with:`. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Folders with programs; those of this process where unset. */
  readonly path?: string;
  /** What else the job's environment has. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Milliseconds after which the step is ended; below the limit of a test where unset. */
  readonly limit?: number;
}

/** An annotation, or a line of an error, that a workflow command asks for. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** What a step left. */
export interface ActionRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** The job summary. */
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  /** The JSON report and the SARIF log whose paths are outputs. */
  report(): Report;
  sarif(): unknown;
  /** The JSON report as it is, for its schema. */
  json(): unknown;
}

/**
 * The action as a workflow gets it: `dist` and `action.yml`, alone in a directory, without `node_modules` and
 * without the sources.
 */
export class InstalledAction {
  readonly directory: string;
  private readonly temporary: string;
  private readonly action: z.infer<typeof metadata>;
  private runs = 0;

  constructor() {
    this.temporary = mkdtempSync(join(tmpdir(), 'cgo-review-action-'));
    this.directory = join(this.temporary, 'action');
    cpSync(dist, join(this.directory, 'dist'), { recursive: true });
    cpSync(join(root, 'action.yml'), join(this.directory, 'action.yml'));
    this.action = metadata.parse(parse(readFileSync(join(this.directory, 'action.yml'), 'utf8')));
  }

  /** Runs the step as the runner does: `node dist/index.js` in the workspace, told by variables and files. */
  async run(step: Step): Promise<ActionRun> {
    const directory = join(this.temporary, `run-${this.runs++}`);
    const folder = (name: string): string => {
      mkdirSync(join(directory, name), { recursive: true });
      return join(directory, name);
    };
    const file = (name: string, content = ''): string => {
      writeFileSync(join(folder('files'), name), content);
      return join(directory, 'files', name);
    };
    const workspace = step.workspace ?? folder('workspace');
    const outputFile = file('output');
    const summaryFile = file('summary.md');
    const environment = {
      PATH: step.path ?? process.env['PATH'] ?? '',
      HOME: folder('home'),
      RUNNER_TEMP: folder('temp'),
      GITHUB_EVENT_NAME: step.event.name,
      GITHUB_EVENT_PATH: file('event.json', JSON.stringify(step.event.payload)),
      GITHUB_REPOSITORY: step.repository,
      GITHUB_SHA: step.event.sha,
      GITHUB_REF: step.event.ref,
      GITHUB_WORKSPACE: workspace,
      GITHUB_API_URL: step.apiUrl,
      GITHUB_GRAPHQL_URL: `${step.apiUrl}/graphql`,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_ACTION_REPOSITORY: 'cgo-review/cgo-review',
      GITHUB_ACTION_REF: 'v0',
      GITHUB_OUTPUT: outputFile,
      GITHUB_STEP_SUMMARY: summaryFile,
      ...step.variables,
      ...this.inputVariables(step),
    };
    const main = join(this.directory, this.action.runs.main);
    const ended = await execute(main, workspace, environment, step.limit);
    const outputs = parseOutputs(readFileSync(outputFile, 'utf8'));
    const undeclared = Object.keys(outputs).filter((name) => !(name in this.action.outputs));
    if (undeclared.length > 0)
      throw new Error(`action.yml does not declare the outputs ${undeclared.join(', ')}`);
    const json = (name: string): unknown => JSON.parse(readFileSync(outputs[name] ?? '', 'utf8'));
    return {
      ...ended,
      outputs,
      summary: readFileSync(summaryFile, 'utf8'),
      annotations: parseCommands(ended.stdout),
      report: () => report.parse(json('report-json')),
      sarif: () => json('sarif'),
      json: () => json('report-json'),
    };
  }

  dispose(): void {
    rmSync(this.temporary, { recursive: true, force: true });
  }

  /**
   * `INPUT_NAME` for each input that action.yml has: what the workflow sets, else the default, else nothing. The
   * runner writes names in capitals and keeps their dashes.
   */
  private inputVariables({ inputs = {}, token }: Step): Record<string, string> {
    const unknown = Object.keys(inputs).filter((name) => !(name in this.action.inputs));
    if (unknown.length > 0) throw new Error(`action.yml does not declare the inputs ${unknown.join(', ')}`);
    const variables: Record<string, string> = {};
    for (const [name, input] of Object.entries(this.action.inputs)) {
      const preset = (input.default ?? '').replace('${{ github.token }}', token);
      variables[`INPUT_${name.toUpperCase()}`] = inputs[name] ?? preset;
    }
    return variables;
  }
}

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function execute(
  main: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
  limit = stepLimit,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limit,
    });
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

/** Reads `name=value` and `name<<delimiter` blocks. */
function parseOutputs(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const block = /^(?<name>[^=<]+)<<(?<delimiter>.+)$/.exec(line)?.groups;
    const single = /^(?<name>[^=]+)=(?<value>.*)$/.exec(line)?.groups;
    if (block !== undefined) {
      const end = lines.indexOf(block['delimiter'] ?? '', at + 1);
      if (end === -1) throw new Error(`the output ${block['name'] ?? ''} has no end`);
      outputs[block['name'] ?? ''] = lines.slice(at + 1, end).join('\n');
      at = end;
    } else if (single !== undefined) {
      outputs[single['name'] ?? ''] = single['value'] ?? '';
    } else if (line !== '') {
      throw new Error(`the runner cannot read the output ${JSON.stringify(line)}`);
    }
  }
  return outputs;
}

const COMMAND = /^::(?<level>error|warning|notice)(?: (?<properties>.*?))?::(?<message>.*)$/;

/** The workflow commands that make annotations, as the runner reads them. */
function parseCommands(stdout: string): readonly Annotation[] {
  return stdout.split(/\r?\n/).flatMap((line) => {
    const found = COMMAND.exec(line)?.groups;
    if (found === undefined) return [];
    const pairs = (found['properties'] ?? '')
      .split(',')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const equals = pair.indexOf('=');
        return [pair.slice(0, equals), unescaped(pair.slice(equals + 1))] as const;
      });
    return [
      {
        level: found['level'] as Annotation['level'],
        properties: Object.fromEntries(pairs),
        message: unescaped(found['message'] ?? ''),
      },
    ];
  });
}

function unescaped(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}
