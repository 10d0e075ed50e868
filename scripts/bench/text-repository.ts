import type { Repository } from '../../src/source/repository.ts';
import type { TreeEntry } from '../../src/source/snapshot.ts';

/** A repository of texts that were made up, at one revision. @param texts by path */
export function textRepository(texts: ReadonlyMap<string, string>): Repository {
  const entries = [...texts.keys()].map((path): TreeEntry => ({
    path,
    blob: `${path} of one revision`,
    kind: 'file',
  }));
  const bytesOf = (path: string): Uint8Array | undefined => {
    const text = texts.get(path);
    return text === undefined ? undefined : Buffer.from(text);
  };
  return {
    tree: async () => entries,
    blob: async ({ path }) => {
      const bytes = bytesOf(path);
      if (bytes === undefined) throw new Error('was not made');
      return bytes;
    },
    file: async (_revision, path) => bytesOf(path),
  };
}
