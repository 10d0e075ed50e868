import type { Revision } from '../diff/change.ts';
import { analysePackage } from '../engine/analyse.ts';
import type { EnabledRule, IsSubject, UnfinishedFunction } from '../engine/analyse.ts';
import type { Diagnostic } from '../engine/diagnostic.ts';
import type { Silenced } from '../engine/suppression.ts';
import { isGenerated } from '../source/classify.ts';
import type { Repository } from '../source/repository.ts';
import type { Snapshot } from '../source/snapshot.ts';
import { readCSuppressions } from '../syntax/comments.ts';
import { FileRelease } from './file-release.ts';
import { recordOf } from './go-file-record.ts';
import type { GoFileRecord } from './go-file-record.ts';
import { ModulePackages } from './module-packages.ts';
import { packagesOf } from './packages.ts';
import type { DirectorySources } from './packages.ts';
import type { OnProgress } from './progress.ts';
import { SnapshotLoader } from './snapshot-loader.ts';
import type { SourceReader } from './source-reader.ts';

/** What the analysis of some directories at one revision gave; the trees and models are not kept. */
export interface AnalysedTree {
  readonly loader: SnapshotLoader;
  readonly snapshot: Snapshot;
  /** Sorted by place within each package. */
  readonly diagnostics: readonly Diagnostic[];
  /** Functions that are too large to be followed to their end. */
  readonly unfinished: readonly UnfinishedFunction[];
  /** The Go files of directories with anything of cgo or unsafe in them. */
  readonly goFiles: readonly GoFileRecord[];
  /** What the C files and headers of the analysed packages say of their findings; those that say nothing are left out. */
  readonly silencedC: readonly Silenced[];
  readonly packages: number;
  /** The Go files of the packages that were analysed. */
  readonly modelledPaths: ReadonlySet<string>;
  /** The C files and headers that belong to an analysed package. */
  readonly cPaths: ReadonlySet<string>;
  readonly files: number;
  readonly lines: number;
}

export interface AnalysisOptions {
  readonly onProgress?: OnProgress | undefined;
  /** The functions that rules look at; all where it is left out. */
  readonly isSubject?: IsSubject;
  /** Shown what was read of each directory, before that is dropped. */
  readonly onSources?: (sources: DirectorySources) => void;
  /** The tree of another revision: its files that are the same in this one are not read again. */
  readonly earlier?: AnalysedTree;
  /** Whether the reader gives away each file behind the last directory that needs it: none is asked for again. */
  readonly releasesFiles?: boolean;
}

/**
 * Loads the files of some directories, and parses and analyses their packages one directory after the other, so that
 * few of them are in memory at a time; generated files are context, not subject.
 */
export async function analyseDirectories(
  repository: Repository,
  revision: Revision,
  select: (loader: SnapshotLoader) => Iterable<string>,
  rules: readonly EnabledRule[],
  reader: SourceReader,
  { onProgress, isSubject, onSources, earlier, releasesFiles = false }: AnalysisOptions = {},
): Promise<AnalysedTree> {
  const loader = await SnapshotLoader.open(repository, revision, earlier?.loader);
  const directories = [...select(loader)].sort();
  const snapshot = await loader.load(directories);
  const modulePackages = new ModulePackages(loader, reader);
  const release = releasesFiles ? new FileRelease(directories, loader) : undefined;
  const diagnostics: Diagnostic[] = [];
  const unfinished: UnfinishedFunction[] = [];
  const goFiles: GoFileRecord[] = [];
  const modelledPaths = new Set<string>();
  const cPaths = new Set<string>();
  let packages = 0;
  let lines = 0;
  for (const [done, directory] of directories.entries()) {
    onProgress?.({ done, total: directories.length });
    const sources = packagesOf(directory, snapshot, loader, reader, modulePackages);
    for (const pkg of sources.packages) {
      const analysed = analysePackage(pkg, rules, isSubject);
      for (const diagnostic of analysed.diagnostics) diagnostics.push(diagnostic);
      unfinished.push(...analysed.unfinished);
      for (const { path } of pkg.files) modelledPaths.add(path);
    }
    onSources?.(sources);
    goFiles.push(...sources.goFiles.map(recordOf));
    for (const path of sources.cPaths) cPaths.add(path);
    packages += sources.packages.length;
    lines += sources.lines;
    const unneeded = release?.behind(done) ?? [];
    modulePackages.forget(unneeded);
    for (const path of unneeded) reader.forget(path);
  }
  const isSubjectFile = new Map<string, boolean>();
  const isHandWritten = (path: string): boolean => {
    let known = isSubjectFile.get(path);
    if (known === undefined) {
      known = !isGenerated(snapshot.files.get(path)?.text ?? '');
      isSubjectFile.set(path, known);
    }
    return known;
  };
  return {
    loader,
    snapshot,
    diagnostics: diagnostics.filter(({ location }) => isHandWritten(location.path)),
    unfinished,
    goFiles,
    silencedC: silencedAmong(cPaths, snapshot),
    packages,
    modelledPaths,
    cPaths,
    files: snapshot.files.size,
    lines,
  };
}

function silencedAmong(cPaths: ReadonlySet<string>, { files }: Snapshot): Silenced[] {
  return [...cPaths].sort().flatMap((path) => {
    const { suppressions, malformed } = readCSuppressions(files.get(path)?.text ?? '');
    if (suppressions.length === 0 && malformed.length === 0) return [];
    return [{ path, suppressions, malformedSuppressions: malformed }];
  });
}
