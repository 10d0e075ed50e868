import { isUtf8 } from 'node:buffer';
import type { Repository } from '../source/repository.ts';
import { computeHunks } from '../diff/compute.ts';
import type { FileDiff, FileStatus, Hunk, Revision } from '../diff/change.ts';
import { parseHunks } from '../diff/unified.ts';
import { maxSourceBytes } from '../source/decode.ts';
import type { TreeEntry } from '../source/snapshot.ts';
import { explain, statusOf } from './failure.ts';

/** A changed file as GitHub lists it, or as it was found by comparing two trees. */
export interface ListedFile {
  readonly path: string;
  /** The path at the base of a renamed or copied file. */
  readonly previousPath?: string;
  readonly status: FileStatus;
  /** The hunks and how many lines they add and delete, where GitHub sends them. */
  readonly patch?: { readonly text: string; readonly additions: number; readonly deletions: number };
}

/** Reads the difference of one file between two commits. */
export type DiffReader = (file: ListedFile) => Promise<FileDiff>;

/**
 * Makes the reader of files' differences. GitHub sends no patch for a file that is too large, binary, or beyond
 * what it shows of a large change; the hunks are computed from the two blobs then. Where that cannot be, the
 * difference is `unavailable`, with the reason: a file is neither left out nor taken as changed in whole.
 *
 * @param base The merge base; undefined where there is none.
 * @param wanted Tells whether the blobs of a path are worth reading; each costs a request.
 */
export function createDiffReader(
  repository: Repository,
  base: Revision | undefined,
  head: Revision,
  wanted: (path: string) => boolean,
): DiffReader {
  const baseTree = once(async () => (base === undefined ? undefined : byPath(await repository.tree(base))));
  const headTree = once(async () => byPath(await repository.tree(head)));

  const entries = async (file: ListedFile): Promise<{ old?: TreeEntry; new?: TreeEntry } | string> => {
    const old = file.status === 'added' ? undefined : (await baseTree())?.get(file.previousPath ?? file.path);
    const current = file.status === 'removed' ? undefined : (await headTree()).get(file.path);
    if (file.status !== 'added' && old === undefined) {
      return base === undefined
        ? 'it has no history in common with the base'
        : 'it is not in the tree of the merge base';
    }
    if (file.status !== 'removed' && current === undefined) return 'it is not in the tree of the head';
    return { ...(old === undefined ? {} : { old }), ...(current === undefined ? {} : { new: current }) };
  };

  const isSubmodule = async (file: ListedFile): Promise<boolean> => {
    const found = await entries(file);
    return typeof found !== 'string' && [found.old, found.new].some((entry) => entry?.kind === 'submodule');
  };

  const fromBlobs = async (file: ListedFile): Promise<FileDiff> => {
    const unavailable = (why: string): FileDiff => ({
      kind: 'unavailable',
      reason: `GitHub does not show the difference of this file, and ${why}`,
    });
    const found = await entries(file);
    if (typeof found === 'string') return unavailable(found);
    const sides = [found.old, found.new];
    if (sides.some((entry) => entry?.kind === 'submodule')) return { kind: 'submodule' };
    // A rename without a change, or a change of the mode alone.
    if (found.old?.blob === found.new?.blob) return { kind: 'text', hunks: [], shown: true };
    if (!wanted(file.path)) return unavailable('it was not asked for');
    if (sides.some((entry) => (entry?.size ?? 0) > maxSourceBytes)) {
      return unavailable(`it has more than ${maxSourceBytes / 1024 / 1024} MiB`);
    }
    const blobs = await readBlobs(repository, sides);
    if (typeof blobs === 'string') return unavailable(`its content could not be read: ${blobs}`);
    if (blobs.some((blob) => blob.includes(0))) return { kind: 'binary' };
    const [oldText = '', newText = ''] = decode(blobs);
    const hunks = computeHunks(oldText, newText);
    return hunks.ok ? { kind: 'text', hunks: hunks.value, shown: false } : unavailable(hunks.error);
  };

  return async (file) => {
    if (file.patch === undefined) return fromBlobs(file);
    if (looksLikeSubmodule(file.patch.text) && (await isSubmodule(file))) return { kind: 'submodule' };
    const hunks = parseHunks(file.patch.text);
    // A patch that was cut would pass for a smaller change.
    const whole =
      hunks.ok &&
      count(hunks.value, 'added') === file.patch.additions &&
      count(hunks.value, 'deleted') === file.patch.deletions;
    return whole ? { kind: 'text', hunks: hunks.value, shown: true } : fromBlobs(file);
  };
}

/** Whether a patch has only the line that git shows for a submodule; a text file can have it too. */
function looksLikeSubmodule(patch: string): boolean {
  const lines = patch.split('\n').filter((line) => line.startsWith('+') || line.startsWith('-'));
  return (
    lines.length > 0 && lines.every((line) => /^[+-]Subproject commit [0-9a-f]{40,64}(?:-dirty)?$/.test(line))
  );
}

function count(hunks: readonly Hunk[], kind: 'added' | 'deleted'): number {
  return hunks.reduce((sum, hunk) => sum + hunk.lines.filter((line) => line.kind === kind).length, 0);
}

/** The bytes of both sides, none for a side that is not there; or why GitHub does not send them. */
async function readBlobs(
  repository: Repository,
  sides: readonly (TreeEntry | undefined)[],
): Promise<Uint8Array[] | string> {
  try {
    return await Promise.all(
      sides.map(async (entry) => (entry === undefined ? new Uint8Array() : await repository.blob(entry))),
    );
  } catch (error) {
    if (statusOf(error) === undefined) throw error;
    return explain(error);
  }
}

/** As UTF-8 where both sides are; else byte by byte, so that two different bytes stay two different letters. */
function decode(blobs: readonly Uint8Array[]): string[] {
  const encoding = blobs.every(isUtf8) ? 'utf8' : 'latin1';
  return blobs.map((blob) => Buffer.from(blob).toString(encoding));
}

function byPath(tree: readonly TreeEntry[]): ReadonlyMap<string, TreeEntry> {
  return new Map(tree.map((entry) => [entry.path, entry]));
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
