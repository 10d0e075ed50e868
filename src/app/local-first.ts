import type { Repository } from '../source/repository.ts';

/** A store of blobs that may have some of them, e.g. a shallow clone. */
export interface BlobStore {
  hasBlob(id: string): Promise<boolean>;
  blob: Repository['blob'];
}

/** A remote repository whose blobs are taken from a local store where it has them: a blob's id is its content. */
export function localFirst(remote: Repository, store: BlobStore): Repository {
  return {
    tree: (revision) => remote.tree(revision),
    async blob(entry) {
      return entry.kind === 'file' && (await store.hasBlob(entry.blob))
        ? store.blob(entry)
        : remote.blob(entry);
    },
    file: (revision, path) => remote.file(revision, path),
  };
}
