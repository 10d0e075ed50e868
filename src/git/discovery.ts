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
  const indexFile = environment['GIT_INDEX_FILE'] ?? '';
  const [probe, keys, gitDirectory] = await Promise.all([
    // A path may hold a line end: it stands last, and what stands before it is one line each.
    git.run([
      'rev-parse',
      '--is-bare-repository',
      '--is-inside-work-tree',
      '--show-object-format',
      '--show-toplevel',
    ]),
    filterKeys(git),
    indexFile === '' ? undefined : git.output(['rev-parse', '--absolute-git-dir']),
  ]);
  if (!probe.ok) return probe;
  const { status, stdout, stderr } = probe.value;
  if (stdout.length === 0) return err(refusal(start, stderr));
  const [isBare, isInside, format, ...root] = stdout.toString('utf8').slice(0, -1).split('\n');
  if (isBare !== 'false' || isInside !== 'true') {
    return err(
      `${start} is not in the work tree of a git repository (it is bare, or its .git directory): ` +
        'name a directory of a clone with files.',
    );
  }
  if (status !== 0) return err(refusal(start, stderr));
  if (!keys.ok) return keys;
  if (gitDirectory?.ok === false) return gitDirectory;
  const top = root.join('\n');
  const index =
    gitDirectory === undefined
      ? undefined
      : inheritedIndex(indexFile, top, gitDirectory.value.toString('utf8').slice(0, -1));
  const command = git.with(top, keys.value, index === undefined ? {} : { GIT_INDEX_FILE: index });
  return ok({ root: top, format: format === 'sha256' ? 'sha256' : 'sha1', git: command });
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
function inheritedIndex(file: string, root: string, gitDirectory: string): string | undefined {
  const path = resolvePath(root, file);
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
