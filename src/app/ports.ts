import type { Change, Revision } from '../diff/change.ts';
import type { TreeEntry } from '../source/snapshot.ts';

/** A repository's content at any revision that its source can reach; served by git, by GitHub's API, or by both. */
export interface Repository {
  /** All files of a revision, submodules and symlinks included, sorted by path. */
  tree(revision: Revision): Promise<readonly TreeEntry[]>;
  /** The bytes of a file of a tree. */
  blob(entry: TreeEntry): Promise<Uint8Array>;
  /** The bytes of one path at a revision, or undefined where there is no such file. */
  file(revision: Revision, path: string): Promise<Uint8Array | undefined>;
}

/** Where a run tells what it does; never a place for findings. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}

/** What a review needs besides the repository. */
export interface ReviewSource {
  readonly repository: Repository;
  /** The difference that the pull request shows. */
  change(): Promise<Change>;
}
