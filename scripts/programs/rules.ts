import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Outcome } from './command.ts';
import { inTemporaryDirectory, runProgram } from './program.ts';
import type { Built } from './program.ts';
import { reportExcerpt } from './report-excerpt.ts';
import { convictingTools, toolTable, toolVersions } from './tools.ts';
import type { ToolName } from './tools.ts';

const exitStatus = z.union([z.int(), z.array(z.int()).min(1)]);
const expectation = z.discriminatedUnion('tool', [
  z.strictObject({
    tool: z.enum(convictingTools),
    exit: exitStatus,
    match: z.string().min(1),
    reason: z.string().optional(),
  }),
  z.strictObject({ tool: z.literal('none'), reason: z.string().min(1), exit: exitStatus.optional() }),
]);

/**
 * The content of `expect.json`. `exit` is the status (or one of the statuses) that the bad program ends with under
 * the tool, `match` a regular expression that its output satisfies; with `build` it is `go build` that ends so. With
 * `none` no tool shows the defect, `reason` says why, and the bad program is only built, or run by itself where `exit`
 * is given.
 */
type Expectation = z.infer<typeof expectation>;

/** The evidence of one rule: its id and the directory that holds `bad/`, `good/` and `expect.json`. */
export interface Evidence {
  readonly rule: string;
  readonly directory: string;
}

/** The content of `recorded.json`: the same for every run with the same versions of the tools. */
interface Recorded {
  readonly toolVersions: Readonly<Record<string, string>>;
  readonly exit: number;
  /** The first lines of the tool's report, without addresses, process ids, thread ids and temporary paths. */
  readonly output: readonly string[];
}

/** What came of one program; `problem` is absent when it did what was expected of it. */
interface ProgramResult {
  readonly program: 'bad' | 'good';
  readonly summary: string;
  readonly problem?: string;
}

interface EvidenceResult {
  readonly rule: string;
  readonly tool: ToolName;
  readonly programs: readonly ProgramResult[];
  /** Set when the bad program was run and convicted. */
  readonly recorded?: Recorded;
}

/** Lists the evidence of all rules under `root`, ordered by rule id. */
export async function findEvidence(root: string): Promise<Evidence[]> {
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
export async function runEvidence({ rule, directory }: Evidence): Promise<EvidenceResult> {
  const expect = await readExpectation(directory);
  return inTemporaryDirectory(async (work) => {
    const bad = await runProgram(path.join(directory, 'bad'), path.join(work, 'bad'), expect.tool, {
      run: expect.tool !== 'none' || expect.exit !== undefined,
      convicts: (ran) => missing(ran, expect) === undefined,
    });
    const good = await runProgram(path.join(directory, 'good'), path.join(work, 'good'), expect.tool, {
      run: true,
    });
    const snippet = snippetProblem(await readFile(path.join(directory, 'good', 'main.go'), 'utf8'));
    const programs = [judgeBad(bad, expect), judgeGood(good, expect, snippet)];
    const result = { rule, tool: expect.tool, programs };
    if (bad.ran === undefined || programs[0]?.problem !== undefined) return result;
    const recorded: Recorded = {
      toolVersions: await toolVersions(expect.tool),
      exit: bad.ran.exit,
      output: recordedOutput(bad.ran.output, expect, path.join(work, 'bad')),
    };
    return { ...result, recorded };
  });
}

async function readExpectation(directory: string): Promise<Expectation> {
  const file = path.join(directory, 'expect.json');
  const parsed = expectation.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function judgeBad({ build, ran }: Built, expect: Expectation): ProgramResult {
  const program = 'bad';
  if (build.exit !== 0) return { program, summary: 'does not build', problem: build.output };
  if (ran === undefined) return { program, summary: 'builds; no tool shows the defect' };
  const summary = `exit ${String(ran.exit)} under ${expect.tool}`;
  const problem = missing(ran, expect);
  if (problem !== undefined) return { program, summary, problem };
  return { program, summary: `${summary}, as expected` };
}

/** What the bad program's run lacks of what is expected of it. */
function missing({ exit, output }: Outcome, expect: Expectation): string | undefined {
  const wanted = expect.exit === undefined ? [] : [expect.exit].flat();
  if (!wanted.includes(exit)) return `expected exit ${wanted.join(' or ')}:\n${output}`;
  if (expect.tool !== 'none' && !matcher(expect.match).test(output)) {
    return `the output does not match /${expect.match}/:\n${output}`;
  }
  return undefined;
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
