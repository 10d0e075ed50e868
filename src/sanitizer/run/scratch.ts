import { chmod, lstat, mkdir, mkdtemp, opendir, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Quarters } from './child-environment.ts';
import { errorCode } from './error-code.ts';

/** More entries than any test needs; a tree of empty files fills a disk, too. */
const mostEntries = 200_000;

/** A directory of our own, outside the repository, in which everything is built and run. */
export async function makeScratch(parent: string): Promise<string> {
  return realpath(await mkdtemp(path.join(parent, 'cgo-review-run-')));
}

/** A home and a temporary directory for one process. */
export async function makeQuarters(directory: string): Promise<Quarters> {
  const quarters = { home: path.join(directory, 'home'), temporary: path.join(directory, 'tmp') };
  await mkdir(quarters.home, { recursive: true });
  await mkdir(quarters.temporary, { recursive: true });
  return quarters;
}

/**
 * The bytes that a directory's files occupy on disk. Links are not followed. Infinity stands for a tree of more
 * entries than are counted.
 */
export async function bytesBelow(directory: string): Promise<number> {
  let bytes = 0;
  let entries = 0;
  for (const pending = [directory]; pending.length > 0;) {
    const current = pending.pop() ?? directory;
    for (const { entry, isDirectory, size } of await entriesOf(current)) {
      if (++entries > mostEntries) return Infinity;
      bytes += size;
      if (isDirectory) pending.push(entry);
    }
  }
  return bytes;
}

async function entriesOf(
  directory: string,
): Promise<{ entry: string; isDirectory: boolean; size: number }[]> {
  const found = [];
  try {
    let count = 0;
    for await (const { name } of await opendir(directory)) {
      if (++count > mostEntries + 1) break;
      const entry = path.join(directory, name);
      const status = await lstat(entry).catch(() => undefined);
      if (status !== undefined) {
        found.push({ entry, isDirectory: status.isDirectory(), size: status.blocks * 512 });
      }
    }
  } catch (error) {
    // The process that owns the tree removes from it while it is walked, or shuts us out of a part.
    const code = errorCode(error);
    if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'ENOTDIR') throw error;
  }
  return found;
}

/**
 * Removes a directory in which code of strangers wrote: it may hold directories that are closed to writing, as
 * Go's module cache does. The result is a sentence where something remains.
 */
export async function removeScratch(directory: string): Promise<string | undefined> {
  try {
    await rm(directory, { recursive: true, force: true, maxRetries: 2 });
    return undefined;
  } catch {
    await openDirectories(directory);
  }
  try {
    await rm(directory, { recursive: true, force: true, maxRetries: 2 });
    return undefined;
  } catch (error) {
    return `The directory ${directory} could not be removed (${errorCode(error) ?? String(error)}): remove it by hand.`;
  }
}

async function openDirectories(directory: string): Promise<void> {
  for (const pending = [directory]; pending.length > 0;) {
    const current = pending.pop() ?? directory;
    await chmod(current, 0o700).catch(() => undefined);
    for (const { entry, isDirectory } of await entriesOf(current)) if (isDirectory) pending.push(entry);
  }
}
