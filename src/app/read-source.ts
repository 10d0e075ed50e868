import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { decodeSource, sizeProblem } from '../source/decode.ts';
import type { Repository } from '../source/repository.ts';
import type { SourceFile, TreeEntry } from '../source/snapshot.ts';

/** So many blobs are read at a time; an adapter may bound its requests further. */
const parallelReads = 16;

/** The text of a file of a tree. The error is a clause that follows the path. */
export async function readSource(repository: Repository, entry: TreeEntry): Promise<Result<SourceFile>> {
  const { path, blob } = entry;
  if (entry.kind !== 'file') return err(`is a ${entry.kind === 'symlink' ? 'symbolic link' : 'submodule'}`);
  const tooLarge = entry.size === undefined ? undefined : sizeProblem(entry.size);
  if (tooLarge !== undefined) return err(tooLarge);
  let bytes: Uint8Array;
  try {
    bytes = await repository.blob(entry);
  } catch (error) {
    return err(`could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const text = decodeSource(bytes);
  return text.ok ? ok({ path, blob, text: text.value }) : text;
}

/** Does some work for each of many paths, several at a time. */
export async function forEachPath(
  paths: Iterable<string>,
  work: (path: string) => Promise<void>,
): Promise<void> {
  const queue = [...paths];
  const worker = async (): Promise<void> => {
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) await work(path);
  };
  await Promise.all(Array.from({ length: parallelReads }, worker));
}
