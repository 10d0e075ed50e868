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

/**
 * Builds a copy of a program for a tool, and runs it under the tool.
 * @param directory the program's new directory, which must not exist
 * @param convicts whether the tool has said what was waited for: until then it is run as often as the tool allows
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
  const once = (): Promise<Outcome> =>
    execute([...tool.launcher, binary], { cwd: directory, env: tool.env, timeout: 2 * minute });
  let ran = await once();
  const attempts = convicts === undefined ? 1 : (tool.attempts ?? 1);
  for (let attempt = 1; attempt < attempts && convicts?.(ran) === false; attempt++) ran = await once();
  return { build, ran };
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
