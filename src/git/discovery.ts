import { isAbsolute, relative, resolve as resolvePath } from 'node:path';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { firstLine, GitCommand, gitEnvironment } from './command.ts';
import type { Environment } from './command.ts';
import type { ObjectFormat } from './work-tree.ts';

/** A repository that was found, and the way to run git in it. */
export interface Discovery {
  /** The absolute path of the work tree's top directory. */
  readonly root: string;
  readonly format: ObjectFormat;
  /** Runs in `root`, with the repository's and the user's filters off. */
  readonly git: GitCommand;
}

/** Finds the repository whose work tree holds `directory`. The error is a sentence. */
export async function discover(directory: string, environment: Environment): Promise<Result<Discovery>> {
  const start = resolvePath(directory);
  const git = new GitCommand(start, gitEnvironment(environment));
  // A path may hold a line end, so each is asked for by itself; nothing waits for the answer before.
  const [probe, keys, ...outputs] = await Promise.all([
    git.run(['rev-parse', '--is-bare-repository', '--is-inside-work-tree']),
    filterKeys(git),
    ...['--show-toplevel', '--absolute-git-dir', '--show-object-format'].map((option) =>
      git.output(['rev-parse', option]),
    ),
  ]);
  if (!probe.ok) return probe;
  if (probe.value.status !== 0) return err(refusal(start, probe.value.stderr));
  if (probe.value.stdout.toString('utf8') !== 'false\ntrue\n') {
    return err(
      `${start} is not in the work tree of a git repository (it is bare, or its .git directory): ` +
        'name a directory of a clone with files.',
    );
  }
  const answers: string[] = [];
  for (const output of outputs) {
    if (!output.ok) return output;
    answers.push(output.value.toString('utf8').slice(0, -1));
  }
  const [root = '', gitDirectory = '', format] = answers;
  if (!keys.ok) return keys;
  const index = inheritedIndex(environment, root, gitDirectory);
  const command = git.with(root, keys.value, index === undefined ? {} : { GIT_INDEX_FILE: index });
  return ok({ root, format: format === 'sha256' ? 'sha256' : 'sha1', git: command });
}

/** The settings of every filter that the user or the repository configured: none may run. */
async function filterKeys(git: GitCommand): Promise<Result<string[]>> {
  const found = await git.run(['config', '--null', '--name-only', '--get-regexp', '^filter\\.']);
  if (!found.ok) return found;
  if (found.value.status > 1) return err(`git config failed: ${firstLine(found.value.stderr)}.`);
  const keys = found.value.stdout.toString('utf8').split('\0');
  return ok([...new Set(keys.filter((key) => /\.(?:clean|smudge|process|required)$/.test(key)))]);
}

/**
 * The index of a commit in the making: `git commit -a` runs its hooks with `GIT_INDEX_FILE` set to a
 * temporary one. It counts only where it is this repository's.
 */
function inheritedIndex(environment: Environment, root: string, gitDirectory: string): string | undefined {
  const named = environment['GIT_INDEX_FILE'];
  if (named === undefined || named === '') return undefined;
  const path = resolvePath(root, named);
  const inside = relative(gitDirectory, path);
  return inside.startsWith('..') || isAbsolute(inside) ? undefined : path;
}

function refusal(directory: string, stderr: string): string {
  const message = firstLine(stderr);
  if (message.startsWith('not a git repository')) return `${directory} is not in a git repository.`;
  if (message.startsWith('cannot change to')) return `${directory} is not a directory that can be entered.`;
  if (message.includes('dubious ownership')) {
    return (
      `git refuses ${directory} since another user owns it: ` +
      `run \`git config --global --add safe.directory ${directory}\`.`
    );
  }
  return `git cannot open ${directory}: ${message}.`;
}
