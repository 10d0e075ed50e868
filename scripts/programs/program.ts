import { cp, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execute, minute } from './command.ts';
import type { Outcome } from './command.ts';
import { toolTable } from './tools.ts';
import type { ToolName } from './tools.ts';

/** What came of a program; `ran` is absent where it did not build, or was only to be built. */
export interface Built {
  readonly build: Outcome;
  readonly ran?: Outcome;
}

/** The language version of every program here: the oldest Go that the project supports. */
const goModule = 'module evidence\n\ngo 1.21\n';

/** How often a bad program is run until its tool convicts it: a report is never wrong, a missing one means little. */
const attempts = 5;

/** What the run time of a tool says that cannot start where the kernel has put the program: nothing of the program. */
const startFailure =
  /Shadow memory range interleaves with an existing memory mapping|FATAL: ThreadSanitizer: unexpected memory mapping/;

/**
 * Builds a copy of a program for a tool, and runs it under the tool.
 * @param directory the program's new directory, which must not exist
 * @param convicts whether the tool has said what was waited for: until then it is run again, a few times
 */
export async function runProgram(
  source: string,
  directory: string,
  toolName: ToolName,
  { run, convicts }: { readonly run: boolean; readonly convicts?: (ran: Outcome) => boolean },
): Promise<Built> {
  const tool = toolTable[toolName];
  await cp(source, directory, { recursive: true });
  await writeFile(path.join(directory, 'go.mod'), goModule);
  const binary = path.join(directory, 'program');
  const command = ['go', 'build', ...tool.buildFlags, '-o', binary, '.'];
  const build = await execute(command, { cwd: directory, env: tool.buildEnv ?? {}, timeout: 10 * minute });
  // Where the build is what convicts, it is the run that is judged.
  if (toolName === 'build' && convicts !== undefined) return { build: { exit: 0, output: '' }, ran: build };
  if (build.exit !== 0 || !run) return { build };
  const ran = await runAgain(
    (timeout) => execute([...tool.launcher, binary], { cwd: directory, env: tool.env, timeout }),
    convicts,
  );
  return { build, ran };
}

/** Runs a good program once, and a bad one until it is convicted; either again where the tool could not start. */
async function runAgain(
  once: (timeout: number) => Promise<Outcome>,
  convicts: ((ran: Outcome) => boolean) | undefined,
): Promise<Outcome> {
  for (let attempt = 1; attempt < attempts; attempt++) {
    try {
      const ran = await once(convicts === undefined ? 2 * minute : minute);
      if (!startFailure.test(ran.output) && convicts?.(ran) !== false) return ran;
    } catch (error) {
      // AddressSanitizer locks itself up over a report now and then, where several threads run.
      if (convicts === undefined) throw error;
    }
  }
  return once(2 * minute);
}

/** Gives `task` a temporary directory that is removed after it. */
export async function inTemporaryDirectory<T>(task: (directory: string) => Promise<T>): Promise<T> {
  const directory = await realpath(await mkdtemp(path.join(tmpdir(), 'evidence-')));
  try {
    return await task(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
