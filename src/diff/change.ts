/** What happened to a file between two revisions, with git's words. */
export type FileStatus = 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'type-changed';

export interface HunkLine {
  readonly kind: 'context' | 'added' | 'deleted';
  /** The line without its ending. */
  readonly text: string;
}

/** One hunk of a unified diff; starts are 1-based (0 for an empty side). */
export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  readonly lines: readonly HunkLine[];
}

/** What is known of a file's difference. */
export type FileDiff =
  /**
   * Line hunks; none for a pure rename or a mode change. `shown` says whether they are the hunks that
   * GitHub shows for the change: only then a comment may be anchored on them. Hunks that were computed
   * from the two blobs because GitHub sent none are not.
   */
  | { readonly kind: 'text'; readonly hunks: readonly Hunk[]; readonly shown: boolean }
  | { readonly kind: 'binary' }
  | { readonly kind: 'submodule' }
  /** The difference could not be had: the file is reported as not reviewed, with this reason. */
  | { readonly kind: 'unavailable'; readonly reason: string };

export interface FileChange {
  /** Path at the head; for a removed file its path at the base. */
  readonly path: string;
  /** Path at the base where it differs from `path` (rename, copy). */
  readonly previousPath?: string;
  readonly status: FileStatus;
  readonly diff: FileDiff;
}

/** The difference that a pull request shows: merge base to head. */
export interface Change {
  /** The merge base: a commit id, or undefined where the head has no history in common with its base. */
  readonly base: Revision | undefined;
  readonly head: Revision;
  readonly files: readonly FileChange[];
  /** Where the difference was read, for the report. */
  readonly source: 'git' | 'github' | 'patch';
  /** Set where the list of files itself is known to be cut, e.g. by the API's cap: what is missing. */
  readonly truncated?: string;
}

/**
 * A state of a repository: a commit by its full id, the index or work tree of a local one, or the work tree with a
 * patch put onto it or taken back from it.
 */
export type Revision =
  | { readonly kind: 'commit'; readonly id: string }
  | { readonly kind: 'index' }
  | { readonly kind: 'work-tree' }
  | { readonly kind: 'patched' }
  | { readonly kind: 'unpatched' };

export function describeRevision(revision: Revision): string {
  switch (revision.kind) {
    case 'commit':
      return revision.id.slice(0, 12);
    case 'index':
      return 'the index';
    case 'work-tree':
      return 'the work tree';
    case 'patched':
      return 'the work tree with the patch';
    case 'unpatched':
      return 'the work tree without the patch';
  }
}
