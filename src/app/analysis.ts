import type { Revision } from '../diff/change.ts';
import { analysePackage } from '../engine/analyse.ts';
import type { EnabledRule, IsSubject, UnfinishedFunction } from '../engine/analyse.ts';
import type { Diagnostic } from '../engine/diagnostic.ts';
import type { Package } from '../semantic/package.ts';
import { isGenerated } from '../source/classify.ts';
import type { Repository } from '../source/repository.ts';
import type { Snapshot } from '../source/snapshot.ts';
import type { GoFile } from '../syntax/go-file.ts';
import type { OnProgress } from './progress.ts';
import { ModulePackages } from './module-packages.ts';
import { packagesOf } from './packages.ts';
import type { DirectorySources } from './packages.ts';
import { SnapshotLoader } from './snapshot-loader.ts';
import type { SourceReader } from './source-reader.ts';

/** What the analysis of some directories at one revision gave. */
export interface AnalysedTree {
  readonly loader: SnapshotLoader;
  readonly snapshot: Snapshot;
  /** Sorted by place within each package. */
  readonly diagnostics: readonly Diagnostic[];
  /** Functions that are too large to be followed to their end. */
  readonly unfinished: readonly UnfinishedFunction[];
  /** The Go files of packages with anything of cgo or unsafe in them. */
  readonly goFiles: readonly GoFile[];
  readonly packages: number;
  /** Those packages, as the rules read them. */
  readonly models: readonly Package[];
  /** The C files and headers that belong to an analysed package. */
  readonly cPaths: ReadonlySet<string>;
  readonly files: number;
  readonly lines: number;
}

export interface AnalysisOptions {
  readonly onProgress?: OnProgress | undefined;
  /** The functions that rules look at; all where it is left out. */
  readonly isSubject?: IsSubject;
}

/** Loads, parses and analyses the packages of some directories; generated files are context, not subject. */
export async function analyseDirectories(
  repository: Repository,
  revision: Revision,
  select: (loader: SnapshotLoader) => Iterable<string>,
  rules: readonly EnabledRule[],
  reader: SourceReader,
  { onProgress, isSubject }: AnalysisOptions = {},
): Promise<AnalysedTree> {
  const loader = await SnapshotLoader.open(repository, revision);
  const directories = [...select(loader)].sort();
  const snapshot = await loader.load(directories);
  const modulePackages = new ModulePackages(loader, reader);
  const sources = directories.map((directory, done) => {
    onProgress?.({ phase: 'reading', done, total: directories.length });
    return packagesOf(directory, snapshot, loader, reader, modulePackages);
  });
  const generated = new Set(
    [...snapshot.files.values()].filter((file) => isGenerated(file.text)).map((file) => file.path),
  );
  const packages = sources.flatMap((source) => source.packages);
  const analysed = packages.map((pkg, done) => {
    onProgress?.({ phase: 'analysing', done, total: packages.length });
    return analysePackage(pkg, rules, isSubject);
  });
  const diagnostics = analysed
    .flatMap((one) => one.diagnostics)
    .filter((diagnostic) => !generated.has(diagnostic.location.path));
  return {
    loader,
    snapshot,
    diagnostics,
    unfinished: analysed.flatMap((one) => one.unfinished),
    goFiles: sources.flatMap((source) => source.goFiles),
    packages: packages.length,
    models: packages,
    cPaths: new Set(sources.flatMap((source) => source.cPaths)),
    files: snapshot.files.size,
    lines: sum(sources),
  };
}

function sum(sources: readonly DirectorySources[]): number {
  return sources.reduce((total, source) => total + source.lines, 0);
}
