import type { TreeEntry } from '../source/snapshot.ts';

/** What `git ls-files -t -m -d -o` says of the paths in which the work tree differs from the index. */
export interface WorkTreeState {
  /** Tracked files whose content, type or mode on disk is another; some may be gone as well. */
  readonly modified: ReadonlySet<string>;
  /** Tracked files that are not on disk. */
  readonly deleted: ReadonlySet<string>;
  /** Files that are neither tracked nor ignored; no nested repositories. */
  readonly untracked: readonly string[];
}

/** Parses `git ls-tree -r -z`, with or without `--long`: `MODE TYPE ID[ SIZE]<TAB>PATH`. */
export function parseTree(output: Buffer): TreeEntry[] {
  return records(output).map((record) => {
    const { fields, path } = splitRecord(record);
    const [mode = '', , blob = '', size = ''] = fields;
    // `-` for a submodule, `BAD` for a blob that a partial clone does not have.
    return { path, blob, kind: kindOf(mode), ...(/^\d+$/.test(size) ? { size: Number(size) } : {}) };
  });
}

/**
 * Parses `git ls-files -s -z`: `MODE ID STAGE<TAB>PATH`. Of a path with a merge conflict, which has no entry
 * of its own, our version stands for it, else theirs.
 */
export function parseIndex(output: Buffer): TreeEntry[] {
  const entries = new Map<string, { readonly entry: TreeEntry; readonly rank: number }>();
  for (const record of records(output)) {
    const { fields, path } = splitRecord(record);
    const [mode = '', blob = '', stage = '0'] = fields;
    const rank = ['0', '2', '3', '1'].indexOf(stage);
    const known = entries.get(path);
    if (known === undefined || rank < known.rank) {
      entries.set(path, { entry: { path, blob, kind: kindOf(mode) }, rank });
    }
  }
  return [...entries.values()].map(({ entry }) => entry);
}

/** Parses `git ls-files -z -t -m -d -o`: `TAG PATH`. */
export function parseWorkTreeState(output: Buffer): WorkTreeState {
  const modified = new Set<string>();
  const deleted = new Set<string>();
  const untracked: string[] = [];
  for (const record of records(output)) {
    const path = record.slice(2);
    if (record.startsWith('C ')) modified.add(path);
    else if (record.startsWith('R ')) deleted.add(path);
    // A directory that is a repository of its own ends with a slash.
    else if (record.startsWith('? ') && !path.endsWith('/')) untracked.push(path);
  }
  return { modified, deleted, untracked };
}

function records(output: Buffer): string[] {
  const text = output.toString('utf8');
  return text === '' ? [] : text.slice(0, -1).split('\0');
}

function splitRecord(record: string): { readonly fields: readonly string[]; readonly path: string } {
  const tab = record.indexOf('\t');
  return { fields: record.slice(0, tab).split(/ +/), path: record.slice(tab + 1) };
}

function kindOf(mode: string): TreeEntry['kind'] {
  return mode === '160000' ? 'submodule' : mode === '120000' ? 'symlink' : 'file';
}
