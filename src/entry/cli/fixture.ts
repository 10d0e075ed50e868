import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { defaultFixtureFolder, fixtureFor } from '../../app/fixture/fixture.ts';
import type { Fixture } from '../../app/fixture/fixture.ts';
import { ConfigurationError } from '../../base/errors.ts';
import type { GitRepository } from '../../git/repository.ts';
import type { FixtureCommand } from './arguments.ts';
import { compareIfPossible } from './comparison.ts';
import { explainTarget, fileOfTarget } from './explain-target.ts';
import { runContext } from './run-context.ts';
import { writeStandardError, writeStandardOutput } from './streams.ts';
import { ProgressLine } from './terminal.ts';
import { openWorkspace, pathInRepository } from './workspace.ts';

/** Writes the beginnings of a program that drives a finding's code into the work tree; the exit status is 0. */
export async function runFixture(command: FixtureCommand): Promise<number> {
  const file = fileOfTarget(command.target);
  const workspace = await openWorkspace(file === undefined ? [] : [file]);
  try {
    const context = await runContext(workspace, command, new ProgressLine(false));
    const target = await explainTarget(workspace.repository, command.target);
    const { repository, head, change } = await compareIfPossible(
      workspace.repository,
      command.comparison,
      (sentence) => {
        if (command.detail !== 'quiet') writeStandardError(`${sentence}\n`);
      },
    );
    const folder = folderOf(command.fixtures ?? context.config.sanitizeFixtures ?? defaultFixtureFolder);
    const found = await fixtureFor(repository, head, target, context, folder, change);
    if (!found.ok) throw new ConfigurationError(found.error);
    await writeNew(workspace.repository, found.value);
    await writeStandardOutput(account(found.value));
    return 0;
  } finally {
    workspace.repository.close();
  }
}

/** A folder of the repository without the slashes and dots that change nothing. */
function folderOf(given: string): string {
  return given
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

async function writeNew(repository: GitRepository, { path, text }: Fixture): Promise<void> {
  const file = join(repository.root, path);
  // A folder of the repository may be a link that leads out of it.
  await pathInRepository(repository, file);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    if (code === 'EEXIST') {
      throw new ConfigurationError(
        `${path} is there already, and may hold somebody's work: remove it, or complete it by hand.`,
      );
    }
    throw new ConfigurationError(`${path} could not be written: ${code}.`);
  }
}

function account({ path, notes, command }: Fixture): string {
  const sentences = [`Wrote ${path}. Complete it, and run it:`, `  ${command}`, ...notes];
  return `${sentences.join('\n')}\n`;
}
