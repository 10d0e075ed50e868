import { lstat, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { ConfigurationError } from '../../base/errors.ts';
import { inDirectory } from '../../app/scope.ts';
import type { Revision } from '../../diff/change.ts';
import { openGitRepository } from '../../git/repository.ts';
import type { GitRepository } from '../../git/repository.ts';

/** A local repository, and the part of it that the command line names. */
export interface Workspace {
  readonly repository: GitRepository;
  /** The named files and directories, relative to the repository's root; `''` is all of it. */
  readonly paths: readonly string[];
  readonly isInScope: (path: string) => boolean;
}

/**
 * Opens the repository of the first path.
 *
 * @param paths relative to the current directory; none: the current directory
 */
export async function openWorkspace(paths: readonly string[]): Promise<Workspace> {
  const named = await Promise.all((paths.length === 0 ? ['.'] : paths).map(physicalPath));
  const opened = await openGitRepository(await nearestDirectory(named[0] ?? '.'), process.env);
  if (!opened.ok) throw new ConfigurationError(opened.error);
  const repository = opened.value;
  const root = await realpath(repository.root);
  const inside = named.map((path, index) => pathInside(root, path, paths[index] ?? path));
  const scopes = inside.map(inDirectory);
  return { repository, paths: inside, isInScope: (path) => scopes.some((isIn) => isIn(path)) };
}

/**
 * The path of a file relative to the root of the repository, with `/` between its parts.
 *
 * @throws {ConfigurationError} where it is outside
 */
export async function pathInRepository(repository: GitRepository, path: string): Promise<string> {
  return pathInside(await realpath(repository.root), await physicalPath(path), path);
}

/**
 * Refuses a path that is neither on disk nor in one of the revisions: a typing mistake must not pass for clean code.
 *
 * @param given the paths as they were given
 */
export async function requirePaths(
  { repository, paths }: Workspace,
  given: readonly string[],
  revisions: readonly Revision[],
): Promise<void> {
  for (const [index, name] of given.entries()) {
    const path = paths[index] ?? '';
    if (await existsIn(repository, path)) continue;
    const isIn = inDirectory(path);
    const trees = await Promise.all(
      revisions.map(async (revision) => (await repository.tree(revision)).some((entry) => isIn(entry.path))),
    );
    if (!trees.includes(true)) {
      throw new ConfigurationError(`${name} is neither a file nor a directory of what is looked at.`);
    }
  }
}

/** Whether a path of the repository is on disk. */
export async function existsIn(repository: GitRepository, path: string): Promise<boolean> {
  try {
    await lstat(join(repository.root, path));
    return true;
  } catch (error) {
    if (!isMissing(error)) throw error;
    return false;
  }
}

function pathInside(root: string, path: string, asGiven: string): string {
  const inside = relative(root, path);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    throw new ConfigurationError(`${asGiven} is outside the repository ${root}: name a path in it.`);
  }
  return inside.split(sep).join('/');
}

/**
 * The absolute path with the links among its directories resolved, as git gives its root; the last part is left as
 * it is, since a link is a file of the repository, and so is what does not exist.
 */
async function physicalPath(path: string): Promise<string> {
  const absolute = resolve(path);
  const parent = dirname(absolute);
  if (parent === absolute) return absolute;
  try {
    return join(await realpath(parent), basename(absolute));
  } catch (error) {
    if (!isMissing(error)) throw error;
    return join(await physicalPath(parent), basename(absolute));
  }
}

/** The directory itself, or the one that holds a file; above a path that is gone, e.g. a deleted directory's. */
async function nearestDirectory(path: string): Promise<string> {
  for (let current = path; ; current = dirname(current)) {
    try {
      if ((await stat(current)).isDirectory()) return current;
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    if (dirname(current) === current) return current;
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' || code === 'EACCES';
}
