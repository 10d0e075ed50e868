/**
 * Runs the evidence of the rules: `node scripts/evidence.ts [--record] [rule...]`.
 *
 * A rule's `evidence/` holds two small programs that do the same job: `bad/` breaks the rule and is convicted by a
 * dynamic tool, `good/` is the remediation and comes out clean under the same tool. `expect.json` says which tool
 * that is, and what it must say. `--record` also writes `evidence/recorded.json`, the report that the documentation
 * quotes. The programs are built with the installed Go toolchain and gcc, without any network.
 */
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { reportExcerpt } from './evidence-report.ts';

const exitStatus = z.union([z.int(), z.array(z.int()).min(1)]);
const tools = ['asan', 'lsan', 'valgrind', 'run', 'checkptr', 'cgocheck', 'build'] as const;
const expectation = z.discriminatedUnion('tool', [
  z.strictObject({
    tool: z.enum(tools),
    exit: exitStatus,
    match: z.string().min(1),
    reason: z.string().optional(),
  }),
  z.strictObject({ tool: z.literal('none'), reason: z.string().min(1), exit: exitStatus.optional() }),
]);

/**
 * The content of `expect.json`. `exit` is the status (or one of the statuses) that the bad program ends with under
 * the tool, `match` a regular expression that its output satisfies; with `build` it is `go build` that ends so. With
 * `none` no tool shows the defect, `reason`
 * says why, and the bad program is only built, or run by itself where `exit` is given.
 */
export type Expectation = z.infer<typeof expectation>;
type ToolName = Expectation['tool'];

/** The evidence of one rule: its id and the directory that holds `bad/`, `good/` and `expect.json`. */
export interface Evidence {
  readonly rule: string;
  readonly directory: string;
}

/** The content of `recorded.json`: the same for every run with the same versions of the tools. */
export interface Recorded {
  readonly toolVersions: Readonly<Record<string, string>>;
  readonly exit: number;
  /** The first lines of the tool's report, without addresses, process ids, thread ids and temporary paths. */
  readonly output: readonly string[];
}

/** What came of one program; `problem` is absent when it did what was expected of it. */
export interface ProgramResult {
  readonly program: 'bad' | 'good';
  readonly summary: string;
  readonly problem?: string;
}

export interface EvidenceResult {
  readonly rule: string;
  readonly programs: readonly ProgramResult[];
  /** Set when the bad program was run and convicted. */
  readonly recorded?: Recorded;
}

interface Tool {
  readonly buildFlags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The words before the program's own path. */
  readonly launcher: readonly string[];
  /** How often a bad program may be run until the tool convicts it; 1 where it is not given. */
  readonly attempts?: number;
  /** The first line of the tool's report; where nothing matches, the report starts where `match` does. */
  readonly reportStart?: RegExp;
}

const asanOptions = 'exitcode=86:detect_stack_use_after_return=1';
const sanitizerHeader = /==\d+==ERROR: \w+Sanitizer/;
const goFailure = /^(?:panic|fatal error): /m;
const plainRun: Tool = { buildFlags: [], env: {}, launcher: [], reportStart: goFailure };

const toolTable: Readonly<Record<ToolName, Tool>> = {
  asan: {
    buildFlags: ['-asan'],
    env: { ASAN_OPTIONS: `${asanOptions}:detect_leaks=0` },
    launcher: [],
    reportStart: sanitizerHeader,
  },
  // Go registers its heap as a root region, so that a stale copy of the pointer hides a leak. The programs call
  // debug.FreeOSMemory twice before they end; still, about one run in a hundred shows nothing. A report is never
  // wrong, a missing one means little: the bad program is run again.
  lsan: {
    buildFlags: ['-asan'],
    env: { ASAN_OPTIONS: `${asanOptions}:detect_leaks=1` },
    launcher: [],
    attempts: 5,
    reportStart: sanitizerHeader,
  },
  // Every Go binary has a few baseline errors under valgrind: its exit status says nothing, only `match` does.
  valgrind: { buildFlags: [], env: {}, launcher: ['valgrind', '--leak-check=full'] },
  run: plainRun,
  checkptr: { ...plainRun, buildFlags: ['-gcflags=all=-d=checkptr'] },
  cgocheck: { ...plainRun, env: { GODEBUG: 'cgocheck=1' } },
  build: { buildFlags: [], env: {}, launcher: [] },
  none: plainRun,
};

const repositoryRoot = fileURLToPath(new URL('..', import.meta.url));

// Dead stores are deleted at -O1 before ASan sees them, and the wrapper's frame vanishes without a frame pointer.
const buildEnv = {
  GOFLAGS: '-mod=mod',
  GOTOOLCHAIN: 'local',
  GOPROXY: 'off',
  GOWORK: 'off',
  CGO_ENABLED: '1',
  CC: 'gcc',
  CGO_CFLAGS: '-g -O0 -fno-omit-frame-pointer',
  GODEBUG: '',
  GOEXPERIMENT: '',
  LC_ALL: 'C',
};

const minute = 60_000;

interface Outcome {
  readonly exit: number;
  readonly output: string;
}

/** Runs a command to its end. A command that is missing, hangs or is killed by a signal is an error. */
function execute(
  command: readonly string[],
  options: { cwd?: string; env?: Readonly<Record<string, string>>; timeout: number },
): Promise<Outcome> {
  const [file = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: { ...process.env, ...buildEnv, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // The option `timeout` would keep the process alive for as long after a command that did not start.
      signal: AbortSignal.timeout(options.timeout),
      killSignal: 'SIGKILL',
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => {
      if (error.name === 'AbortError') reject(new Error(`${command.join(' ')} took too long`));
      else reject(new Error(`${file} did not start (${error.message}): install it to run the evidence`));
    });
    child.on('close', (code, signal) => {
      const output = Buffer.concat(chunks).toString('utf8');
      if (code === null) reject(new Error(`${command.join(' ')} was ended by ${String(signal)}:\n${output}`));
      else resolve({ exit: code, output });
    });
  });
}

async function firstLine(command: readonly string[]): Promise<string> {
  const { exit, output } = await execute(command, { timeout: minute });
  if (exit !== 0) throw new Error(`${command.join(' ')} failed with status ${String(exit)}:\n${output}`);
  return output.split('\n', 1)[0] ?? '';
}

async function toolVersions(tool: ToolName): Promise<Record<string, string>> {
  const versions: Record<string, string> = {
    go: (await firstLine(['go', 'version'])).replace(/^go version /, ''),
    gcc: await firstLine(['gcc', '--version']),
  };
  if (tool === 'valgrind') versions['valgrind'] = await firstLine(['valgrind', '--version']);
  return versions;
}

/** Lists the evidence of all rules under `root`, ordered by rule id. */
export async function findEvidence(root: string = repositoryRoot): Promise<Evidence[]> {
  const rules = path.join(root, 'src', 'rules');
  const found: Evidence[] = [];
  for (const group of await readdir(rules, { withFileTypes: true })) {
    if (!group.isDirectory()) continue;
    for (const rule of await readdir(path.join(rules, group.name), { withFileTypes: true })) {
      if (!rule.isDirectory()) continue;
      const directory = path.join(rules, group.name, rule.name);
      if ((await readdir(directory)).includes('evidence')) {
        found.push({ rule: rule.name, directory: path.join(directory, 'evidence') });
      }
    }
  }
  return found.sort((a, b) => (a.rule < b.rule ? -1 : 1));
}

/** Builds and runs both programs of a rule; a program that does not do what is expected is a `problem`. */
export async function runEvidence(evidence: Evidence): Promise<EvidenceResult> {
  const expect = await readExpectation(evidence);
  const work = await realpath(await mkdtemp(path.join(tmpdir(), 'evidence-')));
  try {
    const bad = await runProgram(evidence, 'bad', expect, work);
    const good = await runProgram(evidence, 'good', expect, work);
    const snippet = snippetProblem(await readFile(path.join(evidence.directory, 'good', 'main.go'), 'utf8'));
    const programs = [judgeBad(bad, expect), judgeGood(good, expect, snippet)];
    if (bad.ran === undefined || programs[0]?.problem !== undefined) return { rule: evidence.rule, programs };
    const recorded: Recorded = {
      toolVersions: await toolVersions(expect.tool),
      exit: bad.ran.exit,
      output: recordedOutput(bad.ran.output, expect, path.join(work, 'bad')),
    };
    return { rule: evidence.rule, programs, recorded };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function readExpectation(evidence: Evidence): Promise<Expectation> {
  const file = path.join(evidence.directory, 'expect.json');
  const parsed = expectation.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success)
    throw new Error(`${path.relative(repositoryRoot, file)}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

interface Built {
  readonly build: Outcome;
  readonly ran?: Outcome;
}

async function runProgram(
  evidence: Evidence,
  program: 'bad' | 'good',
  expect: Expectation,
  work: string,
): Promise<Built> {
  const tool = toolTable[expect.tool];
  const directory = path.join(work, program);
  await cp(path.join(evidence.directory, program), directory, { recursive: true });
  await writeFile(path.join(directory, 'go.mod'), 'module evidence\n\ngo 1.21\n');
  const binary = path.join(directory, 'program');
  const command = ['go', 'build', ...tool.buildFlags, '-o', binary, '.'];
  const build = await execute(command, { cwd: directory, timeout: 10 * minute });
  // Where the build is what convicts, it is the run that is judged.
  if (program === 'bad' && expect.tool === 'build') return { build: { exit: 0, output: '' }, ran: build };
  const run = program === 'good' || expect.tool !== 'none' || expect.exit !== undefined;
  if (build.exit !== 0 || !run) return { build };
  const ran = await execute([...tool.launcher, binary], {
    cwd: directory,
    env: tool.env,
    timeout: 2 * minute,
  });
  return { build, ran };
}

function judgeBad({ build, ran }: Built, expect: Expectation): ProgramResult {
  const program = 'bad';
  if (build.exit !== 0) return { program, summary: 'does not build', problem: build.output };
  if (ran === undefined) return { program, summary: 'builds; no tool shows the defect' };
  const summary = `exit ${String(ran.exit)} under ${expect.tool}`;
  const wanted = expect.exit === undefined ? [] : [expect.exit].flat();
  if (!wanted.includes(ran.exit)) {
    return { program, summary, problem: `expected exit ${wanted.join(' or ')}:\n${ran.output}` };
  }
  if (expect.tool !== 'none' && !matcher(expect.match).test(ran.output)) {
    return { program, summary, problem: `the output does not match /${expect.match}/:\n${ran.output}` };
  }
  return { program, summary: `${summary}, as expected` };
}

function judgeGood({ build, ran }: Built, expect: Expectation, snippet: string | undefined): ProgramResult {
  const program = 'good';
  if (build.exit !== 0 || ran === undefined)
    return { program, summary: 'does not build', problem: build.output };
  const summary = `exit ${String(ran.exit)} under ${expect.tool}`;
  if (ran.exit !== 0) return { program, summary, problem: `expected exit 0:\n${ran.output}` };
  if (expect.tool !== 'none' && matcher(expect.match).test(ran.output)) {
    return { program, summary, problem: `the output matches /${expect.match}/:\n${ran.output}` };
  }
  if (snippet !== undefined) return { program, summary, problem: snippet };
  return { program, summary: `${summary}, clean` };
}

/** The documentation shows the lines between the markers: there must be one pair with something between them. */
function snippetProblem(source: string): string | undefined {
  const lines = source.split('\n').map((line) => line.trim());
  const start = lines.indexOf('// snippet:start');
  const end = lines.indexOf('// snippet:end');
  const single = lines.filter((line) => line.startsWith('// snippet:')).length === 2;
  if (start !== -1 && end > start + 1 && single) return undefined;
  return 'good/main.go needs one `// snippet:start` and, some lines below it, one `// snippet:end`';
}

function matcher(pattern: string): RegExp {
  return new RegExp(pattern, 'm');
}

function recordedOutput(output: string, expect: Expectation, directory: string): string[] {
  const match = expect.tool === 'none' ? undefined : matcher(expect.match);
  return reportExcerpt(output, [toolTable[expect.tool].reportStart, match], directory);
}

/** Runs `task` on all items, `limit` at a time, and returns the results in the order of the items. */
async function inParallel<T, R>(
  items: readonly T[],
  limit: number,
  task: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const pending = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of pending) results[index] = await task(item);
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}

async function main(args: readonly string[]): Promise<number> {
  const record = args.includes('--record');
  const names = args.filter((arg) => arg !== '--record');
  const all = await findEvidence();
  const unknown = names.filter((name) => !all.some(({ rule }) => rule === name));
  if (unknown.length > 0) {
    console.error(
      `no evidence for ${unknown.join(', ')}; there is some for ${all.map((e) => e.rule).join(', ')}`,
    );
    return 2;
  }
  const chosen = names.length === 0 ? all : all.filter(({ rule }) => names.includes(rule));
  const failures = await inParallel(chosen, 2, async (evidence) => {
    try {
      return await reportEvidence(evidence, record);
    } catch (error) {
      // One rule's broken evidence must not hide what the others have to say.
      printProgram(evidence.rule, 'evidence', 'could not be run', String(error));
      return 1;
    }
  });
  const failed = failures.reduce((sum, count) => sum + count, 0);
  console.log(`evidence of ${String(chosen.length)} rules, ${String(failed)} failed`);
  return failed === 0 && chosen.length > 0 ? 0 : 1;
}

/** Runs, prints and, where asked, records the evidence of one rule; returns the number of problems. */
async function reportEvidence(evidence: Evidence, record: boolean): Promise<number> {
  const { programs, recorded } = await runEvidence(evidence);
  for (const { program, summary, problem } of programs) {
    printProgram(evidence.rule, program, summary, problem);
  }
  if (record && recorded !== undefined) {
    const file = path.join(evidence.directory, 'recorded.json');
    await writeFile(file, `${JSON.stringify(recorded, undefined, 2)}\n`);
  }
  return programs.filter(({ problem }) => problem !== undefined).length;
}

function printProgram(rule: string, program: string, summary: string, problem: string | undefined): void {
  console.log(`${problem === undefined ? 'ok  ' : 'FAIL'} ${rule}/${program}: ${summary}`);
  if (problem !== undefined) console.log(problem.replace(/^/gm, '     '));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
