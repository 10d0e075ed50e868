import type { Git, RawDifference, RawEntry } from './git.ts';
import type { Limits } from './limits.ts';
import type { Patch } from './patch.ts';
import { joinPatches, parsePatches } from './patch.ts';

/** GitHub's words for what happened to a file. */
export type DiffStatus = 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed';

export interface DiffFile {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: DiffStatus;
  /** The blob (or submodule commit) that the entry shows: the head's, or for a removed file the base's. */
  readonly id: string;
  readonly additions: number;
  readonly deletions: number;
  readonly patch: Patch;
  /** Whether GitHub sends the patch; only then a line of it can be commented. */
  readonly shown: boolean;
}

const STATUS: Readonly<Record<string, DiffStatus>> = {
  A: 'added',
  C: 'copied',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  T: 'changed',
};

/** The files that differ between two commits, in git's order, with the patches that GitHub would send. */
export async function diffFiles(
  git: Git,
  base: string,
  head: string,
  limits: Limits,
): Promise<readonly DiffFile[]> {
  const budget = { lines: limits.diffLines, bytes: limits.diffBytes };
  return pair(await git.difference(base, head)).map(({ entry, patch }) => {
    const added = count(patch, 'added');
    const deleted = count(patch, 'deleted');
    return {
      path: entry.path,
      ...(entry.previousPath === undefined ? {} : { previousPath: entry.previousPath }),
      status: STATUS[entry.status] ?? 'changed',
      id: entry.status === 'D' ? entry.oldId : entry.newId,
      additions: added,
      deletions: deleted,
      patch,
      shown: isShown(patch, limits, budget),
    };
  });
}

/** How the lines of a path moved between two commits: its patch, or why no line of it survives. */
export async function pathPatch(
  git: Git,
  from: string,
  to: string,
  path: string,
): Promise<Patch | 'unchanged' | 'gone'> {
  if (from === to) return 'unchanged';
  const found = pair(await git.plainDifference(from, to)).find(({ entry }) => entry.path === path);
  if (found === undefined) return 'unchanged';
  return found.entry.status === 'M' ? found.patch : 'gone';
}

interface Pair {
  readonly entry: RawEntry;
  readonly patch: Patch;
}

const PAIRS = new WeakMap<RawDifference, readonly Pair[]>();

/** Gives each entry its patch; computed once for each difference. */
function pair(difference: RawDifference): readonly Pair[] {
  const known = PAIRS.get(difference);
  if (known !== undefined) return known;
  const patches = parsePatches(difference.patch);
  let at = 0;
  const next = (entry: RawEntry): Patch => {
    const patch = patches[at++];
    if (patch === undefined) throw new Error(`git wrote no patch section for ${entry.path}`);
    return patch;
  };
  const pairs = difference.entries.map((entry) => {
    const patch = next(entry);
    // A change of type (file to symlink) is two sections: one that removes and one that adds.
    return { entry, patch: entry.status === 'T' ? joinPatches(patch, next(entry)) : patch };
  });
  if (at !== patches.length) throw new Error('git wrote more patch sections than entries');
  PAIRS.set(difference, pairs);
  return pairs;
}

function isShown(patch: Patch, limits: Limits, budget: { lines: number; bytes: number }): boolean {
  if (patch.binary || patch.hunks.length === 0) return false;
  const lines = patch.text.length;
  const bytes = Buffer.byteLength(patch.text.join('\n'));
  if (lines > limits.patchLines || bytes > limits.patchBytes) return false;
  budget.lines -= lines;
  budget.bytes -= bytes;
  return budget.lines >= 0 && budget.bytes >= 0;
}

function count(patch: Patch, kind: 'added' | 'deleted'): number {
  let sum = 0;
  for (const hunk of patch.hunks) sum += hunk.lines.filter((line) => line.kind === kind).length;
  return sum;
}
