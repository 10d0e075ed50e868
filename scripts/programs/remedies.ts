import { cp, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { execute, minute } from './command.ts';
import type { Outcome } from './command.ts';
import { inTemporaryDirectory, runProgram } from './program.ts';
import { convictingTools } from './tools.ts';

const declaration = z.strictObject({
  /** The tools that the program comes out clean under, besides `go vet` and a plain run. */
  tools: z.array(z.enum(['asan', 'lsan', 'race'])).min(1),
  /** The first release of Go that has what the program uses, where that is later than 1.21. */
  go: z
    .string()
    .regex(/^1\.\d+$/)
    .optional(),
  /** What shows that the program rests on a part of it: without that part a tool convicts it. */
  without: z.strictObject({
    /** What the part is called on the page. */
    part: z.string().min(1),
    code: z.string().min(1),
    /** What stands in the place of the code, so that the program still builds. */
    instead: z.string(),
    tool: z.enum(convictingTools),
    match: z.string().min(1),
  }),
  /** The rules that the program is a remedy for. */
  rules: z.array(z.string()),
});

/** A program to copy from: `examples/remedies/NAME/` with `main.go` and `remedy.json`. */
export interface Remedy extends z.infer<typeof declaration> {
  readonly name: string;
  readonly directory: string;
  /** The text of `main.go`. */
  readonly program: string;
}

/** What came of a remedy under one tool; `problem` is absent where it came out clean. */
interface RemedyResult {
  readonly tool: string;
  readonly summary: string;
  readonly problem?: string;
}

/** All remedies, by name. */
export async function findRemedies(root: string): Promise<Remedy[]> {
  const folder = path.join(root, 'examples', 'remedies');
  const names = (await readdir(folder)).sort();
  return Promise.all(names.map((name) => readRemedy(name, path.join(folder, name))));
}

async function readRemedy(name: string, directory: string): Promise<Remedy> {
  const text = await readFile(path.join(directory, 'remedy.json'), 'utf8');
  const parsed = declaration.safeParse(JSON.parse(text));
  if (!parsed.success) {
    throw new Error(`examples/remedies/${name}/remedy.json: ${z.prettifyError(parsed.error)}`);
  }
  const program = await readFile(path.join(directory, 'main.go'), 'utf8');
  return { ...parsed.data, name, directory, program };
}

/** Formats, vets, builds and runs a remedy: what is not clean is a problem. */
export async function runRemedy(remedy: Remedy): Promise<RemedyResult[]> {
  if (!(await hasRelease(remedy.go))) {
    return [{ tool: 'go', summary: `needs Go ${String(remedy.go)}; not run` }];
  }
  return inTemporaryDirectory(async (work) => {
    const results = [await checkSource(remedy, ['gofmt', '-d', 'main.go'], 'gofmt')];
    results.push(await checkSource(remedy, ['go', 'vet', 'main.go'], 'vet'));
    for (const tool of ['run', ...remedy.tools] as const) {
      const { build, ran } = await runProgram(remedy.directory, path.join(work, tool), tool, { run: true });
      const { exit, output } = ran ?? build;
      const summary = ran === undefined ? 'does not build' : `exit ${String(exit)} under ${tool}`;
      // A clean program says nothing: what it prints is what it found wrong.
      const isClean = exit === 0 && output === '';
      results.push(
        isClean ? { tool, summary: `${summary}, clean` } : { tool, summary, problem: output || 'no output' },
      );
    }
    results.push(await convict(remedy, work));
    return results;
  });
}

/** The remedy without the part that it rests on: here a clean run is the problem. */
async function convict({ directory, program, without }: Remedy, work: string): Promise<RemedyResult> {
  const tool = `without ${without.part}`;
  if (!program.includes(without.code)) {
    return { tool, summary: 'cannot be made', problem: `main.go has no ${JSON.stringify(without.code)}` };
  }
  const source = path.join(work, 'without');
  await cp(directory, source, { recursive: true });
  await writeFile(
    path.join(source, 'main.go'),
    program.replaceAll(without.code, () => without.instead),
  );
  const convicts = ({ exit, output }: Outcome): boolean =>
    exit !== 0 && new RegExp(without.match, 'm').test(output);
  const { build, ran } = await runProgram(source, path.join(work, 'without-run'), without.tool, {
    run: true,
    convicts,
  });
  if (ran === undefined) return { tool, summary: 'does not build', problem: build.output };
  const summary = `exit ${String(ran.exit)} under ${without.tool}`;
  return convicts(ran)
    ? { tool, summary: `${summary}, as expected` }
    : { tool, summary, problem: `the output does not match /${without.match}/:\n${ran.output}` };
}

async function checkSource(
  { directory }: Remedy,
  command: readonly string[],
  tool: string,
): Promise<RemedyResult> {
  const { exit, output } = await execute(command, { cwd: directory, timeout: 2 * minute });
  const summary = `${tool} exits with ${String(exit)}`;
  return exit === 0 && output === '' ? { tool, summary } : { tool, summary, problem: output };
}

async function hasRelease(wanted: string | undefined): Promise<boolean> {
  if (wanted === undefined) return true;
  const { output } = await execute(['go', 'env', 'GOVERSION'], { timeout: minute });
  const minor = (version: string): number => Number(/1\.(?<minor>\d+)/.exec(version)?.groups?.['minor'] ?? 0);
  return minor(output) >= minor(wanted);
}
