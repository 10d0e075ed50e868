import type { Revision } from '../diff/change.ts';
import type { TreeEntry } from './snapshot.ts';

/** A repository's content at any revision that its source can reach; served by git, by GitHub's API, or by both. */
export interface Repository {
  /** All files of a revision, submodules and symlinks included, sorted by path. */
  tree(revision: Revision): Promise<readonly TreeEntry[]>;
  /**
   * The bytes of a file of a tree.
   * @throws an Error whose message is a clause that follows the path: "is missing from this clone"
   */
  blob(entry: TreeEntry): Promise<Uint8Array>;
  /** The bytes of one path at a revision, or undefined where there is no such file. */
  file(revision: Revision, path: string): Promise<Uint8Array | undefined>;
}
