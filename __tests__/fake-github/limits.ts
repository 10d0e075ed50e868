/** GitHub's documented caps; a test lowers those that it wants to meet. */
export interface Limits {
  /** Files that `GET pulls/{n}/files` lists over all its pages. */
  readonly pullFiles: number;
  /** Files that `GET compare` lists, on its first page only. */
  readonly compareFiles: number;
  /** Commits that `GET compare` lists when it is not paginated. */
  readonly compareCommits: number;
  readonly perPageDefault: number;
  readonly perPageMaximum: number;
  /** Lines and bytes of one file's patch; a larger one is left out. */
  readonly patchLines: number;
  readonly patchBytes: number;
  /** Lines and bytes of all patches of one answer; from the file that exceeds them on, patches are left out. */
  readonly diffLines: number;
  readonly diffBytes: number;
  /** Lines and files of the `application/vnd.github.diff` form of a pull request; above them, 406. */
  readonly diffMediaLines: number;
  readonly diffMediaFiles: number;
  /** Entries of a git tree; above them the answer is cut and says `truncated`. */
  readonly treeEntries: number;
  /** Bytes of a git blob; above them, 403. */
  readonly blobBytes: number;
  /** Bytes of a file that `GET contents` sends in its JSON form; above them `content` is empty. */
  readonly contentBytes: number;
  /** Comments of one review. */
  readonly reviewComments: number;
  /** Characters of the body of a review or of a comment. */
  readonly bodyCharacters: number;
}

export const DEFAULT_LIMITS: Limits = {
  pullFiles: 3000,
  compareFiles: 300,
  compareCommits: 250,
  perPageDefault: 30,
  perPageMaximum: 100,
  patchLines: 20_000,
  patchBytes: 500 * 1024,
  diffLines: 20_000,
  diffBytes: 1024 * 1024,
  diffMediaLines: 20_000,
  diffMediaFiles: 300,
  treeEntries: 100_000,
  blobBytes: 100 * 1024 * 1024,
  contentBytes: 1024 * 1024,
  reviewComments: 100,
  bodyCharacters: 65_536,
};
