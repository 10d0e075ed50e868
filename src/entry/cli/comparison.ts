import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { withPatch } from '../../app/patched-repository.ts';
import { ConfigurationError } from '../../base/errors.ts';
import type { Result } from '../../base/result.ts';
import type { Change, Revision } from '../../diff/change.ts';
import type { GitRepository } from '../../git/repository.ts';
import type { Repository } from '../../source/repository.ts';
import type { Comparison } from './arguments.ts';
import { pathInRepository } from './workspace.ts';

/** A change, and the repository in which both of its sides can be read. */
export interface Compared {
  readonly repository: Repository;
  readonly change: Change;
}

/** What is looked at: a change, or one tree where nothing is compared. */
export interface Subject {
  readonly repository: Repository;
  readonly head: Revision;
  readonly change?: Change;
}

/**
 * What the command line asks to compare.
 *
 * @param tell takes a sentence about what was chosen
 * @throws {ConfigurationError} where a side does not exist
 */
export async function compare(
  repository: GitRepository,
  comparison: Comparison,
  tell: (sentence: string) => void,
): Promise<Compared> {
  switch (comparison.kind) {
    case 'patch':
      return patched(repository, comparison.file, tell);
    case 'staged':
      return { repository, change: await staged(repository, comparison.base) };
    case 'revisions':
      return { repository, change: await revisions(repository, comparison, tell) };
  }
}

/** The same, but where there is nothing to compare with the head stands alone. */
export async function compareIfPossible(
  repository: GitRepository,
  comparison: Comparison,
  tell: (sentence: string) => void,
): Promise<Subject> {
  if (comparison.kind === 'revisions' && comparison.base === undefined) {
    const hasBase = (await repository.hasCommits()) && (await repository.defaultBranch()) !== undefined;
    if (!hasBase) return { repository, head: await headOf(repository, comparison.head) };
  }
  try {
    const compared = await compare(repository, comparison, tell);
    return { ...compared, head: compared.change.head };
  } catch (error) {
    // Asked for by nobody: what cannot be compared, e.g. in a partial clone, can still be explained.
    const isAsked = comparison.kind !== 'revisions' || comparison.base !== undefined;
    if (!(error instanceof ConfigurationError) || isAsked) throw error;
    tell(`Not compared with the default branch: ${error.message}`);
    return { repository, head: await headOf(repository, comparison.head) };
  }
}

/** The revision that is looked at, before anything is compared. */
export async function headOf(repository: GitRepository, head: string | undefined): Promise<Revision> {
  return head === undefined
    ? { kind: 'work-tree' }
    : { kind: 'commit', id: valueOf(await repository.resolve(head)) };
}

async function patched(
  repository: GitRepository,
  file: string,
  tell: (sentence: string) => void,
): Promise<Compared> {
  const found = valueOf(
    await withPatch(repository, await patchText(file), await pathInRepository(repository, '.')),
  );
  if (found.change.files.length === 0) {
    tell('The patch changes no file.');
    return found;
  }
  tell(
    found.direction === 'forward'
      ? 'The patch is reviewed on top of the work tree.'
      : 'The patch is in the work tree already: compared with the work tree without it.',
  );
  return found;
}

async function patchText(file: string): Promise<string> {
  if (file === '-') return readAll(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: 'it does not exist',
      EACCES: 'permission denied',
      EISDIR: 'it is a folder',
    };
    throw new ConfigurationError(`The patch ${file} cannot be read: ${reasons[code] ?? code}.`);
  }
}

async function staged(repository: GitRepository, base: string | undefined): Promise<Change> {
  const from = base ?? ((await repository.hasCommits()) ? 'HEAD' : undefined);
  return valueOf(await repository.change({ base: from, head: { kind: 'index' } }));
}

async function revisions(
  repository: GitRepository,
  { base, head }: Extract<Comparison, { kind: 'revisions' }>,
  tell: (sentence: string) => void,
): Promise<Change> {
  // Neither waits for the other.
  const named = base === undefined ? undefined : repository.resolve(base);
  const to = await headOf(repository, head);
  const from = named === undefined ? await defaultBase(repository, tell) : valueOf(await named);
  return valueOf(await repository.change({ base: from, head: to }));
}

/** The default branch; undefined in a repository without a commit, where everything is new. */
async function defaultBase(
  repository: GitRepository,
  tell: (sentence: string) => void,
): Promise<string | undefined> {
  if (!(await repository.hasCommits())) {
    tell('The repository has no commit yet: all of its files are new.');
    return undefined;
  }
  const branch = await repository.defaultBranch();
  if (branch === undefined) {
    throw new ConfigurationError(
      'The repository has no default branch that could be found: say with --base what to compare with.',
    );
  }
  tell(`Compared with the merge base of ${branch}.`);
  return branch;
}

function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new ConfigurationError(result.error);
}
