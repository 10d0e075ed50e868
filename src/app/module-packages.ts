import { ImportedPackage } from '../semantic/imported-package.ts';
import type { SnapshotLoader } from './snapshot-loader.ts';
import type { SourceReader } from './source-reader.ts';

/**
 * The packages of the repository that analysed ones import. One is parsed when something of it is first asked for, and
 * then serves all its importers.
 */
export class ModulePackages {
  private readonly loader: SnapshotLoader;
  private readonly reader: SourceReader;
  private readonly packages = new Map<string, ImportedPackage | undefined>();

  constructor(loader: SnapshotLoader, reader: SourceReader) {
    this.loader = loader;
    this.reader = reader;
  }

  /** What the packages of a directory get for an import path: only what they import themselves. */
  importedFrom(directory: string): (path: string) => ImportedPackage | undefined {
    return (path) => {
      const target = this.loader.importsOf(directory).get(path);
      return target === undefined ? undefined : this.package(path, target);
    };
  }

  private package(path: string, directory: string): ImportedPackage | undefined {
    const key = `${path}\0${directory}`;
    if (!this.packages.has(key)) this.packages.set(key, this.read(path, directory));
    return this.packages.get(key);
  }

  private read(path: string, directory: string): ImportedPackage | undefined {
    const files = this.loader.importedFiles(directory).map((file) => this.reader.go(file));
    // A directory holds one package besides its tests, and programs that are run by themselves (`//go:build ignore`).
    const names = new Set(files.map((file) => file.packageName));
    if (names.size > 1) names.delete('main');
    const [name] = names;
    if (name === undefined || names.size > 1) return undefined;
    return new ImportedPackage(
      path,
      files.filter((file) => file.packageName === name),
    );
  }
}
