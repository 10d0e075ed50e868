/** One entry of a repository's tree at a revision. */
export interface TreeEntry {
  /** Path relative to the repository's root. */
  readonly path: string;
  /** The blob's id (git's SHA of its content); trees are shared by it. */
  readonly blob: string;
  readonly kind: 'file' | 'symlink' | 'submodule';
  /** Size in bytes, where the source says it. */
  readonly size?: number;
}

/** A file whose bytes were read and are text. */
export interface SourceFile {
  readonly path: string;
  readonly blob: string;
  readonly text: string;
}

/** The files of a repository at one revision that an analysis needs: a value, without any I/O behind it. */
export interface Snapshot {
  readonly files: ReadonlyMap<string, SourceFile>;
  /** Files that were wanted and could not be had, with the reason. */
  readonly unreadable: ReadonlyMap<string, string>;
}
