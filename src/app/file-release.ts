import type { SnapshotLoader } from './snapshot-loader.ts';

/** Tells which directories need what was read of a file, so that it can be dropped behind the last of them. */
export class FileRelease {
  private readonly last = new Map<string, number>();
  private readonly byTurn = new Map<number, string[]>();

  /** @param directories in the order of their analysis */
  constructor(directories: readonly string[], loader: SnapshotLoader) {
    for (const [turn, directory] of directories.entries()) {
      for (const path of filesFor(directory, loader)) this.last.set(path, turn);
    }
    for (const [path, turn] of this.last) {
      const paths = this.byTurn.get(turn);
      if (paths === undefined) this.byTurn.set(turn, [path]);
      else paths.push(path);
    }
  }

  /** The files that nothing needs behind the directory of a turn, counted from 0. */
  behind(turn: number): readonly string[] {
    return this.byTurn.get(turn) ?? [];
  }
}

/** Its own files, those that they include, and those of the packages that they import from their module. */
function filesFor(directory: string, loader: SnapshotLoader): Iterable<string> {
  const own = loader.filesIn(directory);
  const imported = [...loader.importsOf(directory).values()].flatMap((target) => loader.filesIn(target));
  return [...own, ...loader.includedFrom(own), ...imported];
}
