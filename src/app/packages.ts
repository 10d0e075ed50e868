import { Package } from '../semantic/package.ts';
import { sourceKind } from '../source/classify.ts';
import { mayCrossIntoC } from '../source/go-imports.ts';
import type { Snapshot, SourceFile } from '../source/snapshot.ts';
import { commandLineMacros } from '../syntax/c-command-line.ts';
import { mergedMacros } from '../syntax/c-macro-definitions.ts';
import { PackageMacros } from '../syntax/c-package-macros.ts';
import { crossesIntoC, usesCgo } from '../syntax/go-file.ts';
import type { GoFile } from '../syntax/go-file.ts';
import { ModulePackages } from './module-packages.ts';
import type { SnapshotLoader } from './snapshot-loader.ts';
import type { SourceReader } from './source-reader.ts';

/** What was read of one directory. */
export interface DirectorySources {
  readonly directory: string;
  readonly goFiles: readonly GoFile[];
  readonly packages: readonly Package[];
  /** C files and headers that belong to them. */
  readonly cPaths: readonly string[];
  readonly lines: number;
}

/**
 * The packages of a directory. One in which no file imports "C" or unsafe, or names a header of reflect, is not modelled:
 * no rule speaks of it, and it costs a look at its text.
 */
export function packagesOf(
  directory: string,
  snapshot: Snapshot,
  loader: SnapshotLoader,
  reader: SourceReader,
  modulePackages = new ModulePackages(loader, reader),
): DirectorySources {
  const own = loader.filesIn(directory).flatMap((path) => snapshot.files.get(path) ?? []);
  const go = own.filter((file) => sourceKind(file.path) === 'go' && !isSilentTest(file));
  const lines = countLines(own);
  if (!go.some((file) => mayCrossIntoC(file.text)))
    return { directory, goFiles: [], packages: [], cPaths: [], lines };
  const c = nearbyC(own, snapshot, loader);
  const macros = macrosAmong(go, c, loader, reader);
  const goFiles = go.map((file) => reader.goAmong(file, macros.elsewhere(file.path)));
  const cFiles = c.map((file) => reader.c(file, macros.elsewhere(file.path)));
  const version = goVersion(directory, snapshot, loader);
  const imported = modulePackages.importedFrom(directory);
  const byName = new Map<string, GoFile[]>();
  for (const file of goFiles) {
    const siblings = byName.get(file.packageName);
    if (siblings === undefined) byName.set(file.packageName, [file]);
    else siblings.push(file);
  }
  const packages = [...byName.values()]
    .filter((files) => files.some(crossesIntoC))
    .map((files) => new Package(directory, files, cFiles, version, imported, reader.libraries));
  return { directory, goFiles, packages, cPaths: cFiles.map((file) => file.path), lines };
}

/**
 * A test file without cgo, unsafe or a header of reflect: no rule speaks of it, and what it does with the package says
 * nothing of code that is no test. It costs a look.
 */
export function isSilentTest({ path, text }: SourceFile): boolean {
  return path.endsWith('_test.go') && !mayCrossIntoC(text);
}

/** The directory's C files, and the headers from elsewhere that its files include. */
function nearbyC(own: readonly SourceFile[], snapshot: Snapshot, loader: SnapshotLoader): SourceFile[] {
  const paths = loader.includedFrom(own.map((file) => file.path));
  for (const { path } of own) if (sourceKind(path) !== 'go') paths.add(path);
  return [...paths].sort().flatMap((path) => {
    const file = snapshot.files.get(path);
    const kind = sourceKind(path);
    return file !== undefined && (kind === 'c' || kind === 'header') ? [file] : [];
  });
}

/** What macros the files of a package get from each other and from its `#cgo` lines. */
function macrosAmong(
  go: readonly SourceFile[],
  c: readonly SourceFile[],
  loader: SnapshotLoader,
  reader: SourceReader,
): PackageMacros {
  const goFiles = go.map((file) => reader.go(file));
  const sources = [
    ...goFiles.filter(usesCgo).map(({ path, preambles }) => ({
      path,
      macros: mergedMacros(preambles.map(({ macros }) => macros)),
    })),
    ...c.map((file) => ({ path: file.path, macros: reader.macrosOf(file) })),
  ];
  return new PackageMacros(
    sources.map((source) => ({ ...source, includes: loader.includesFrom(source.path) })),
    commandLineMacros(goFiles.flatMap(({ directives }) => directives.flags)),
  );
}

function goVersion(
  directory: string,
  snapshot: Snapshot,
  loader: SnapshotLoader,
): readonly [number, number] | undefined {
  const path = loader.moduleFile(directory);
  const text = path === undefined ? undefined : snapshot.files.get(path)?.text;
  const match = text === undefined ? null : /^go\s+(\d+)\.(\d+)/m.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2])];
}

/** The lines of some files; a last one without an ending counts. */
export function countLines(files: readonly SourceFile[]): number {
  let count = 0;
  for (const { text } of files) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
    if (text !== '' && !text.endsWith('\n')) count++;
  }
  return count;
}
