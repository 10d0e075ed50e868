import { ImportedPackage } from '../semantic/imported-package.ts';
import { mayImportC, packageNameOf } from '../source/go-imports.ts';
import { directoryOf } from './paths.ts';
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

  /** Keeps no package any longer that is made of one of these files. */
  forget(paths: readonly string[]): void {
    const directories = new Set(paths.map(directoryOf));
    for (const key of this.packages.keys()) {
      if (directories.has(key.slice(key.indexOf('\0') + 1))) this.packages.delete(key);
    }
  }

  private package(path: string, directory: string): ImportedPackage | undefined {
    const key = `${path}\0${directory}`;
    if (!this.packages.has(key)) this.packages.set(key, this.read(path, directory));
    return this.packages.get(key);
  }

  private read(path: string, directory: string): ImportedPackage | undefined {
    const files = this.loader
      .importedFiles(directory)
      .map((file) => ({ file, packageName: packageNameOf(file.text) }));
    // A directory holds one package besides its tests, and programs that are run by themselves (`//go:build ignore`).
    const names = new Set(files.map(({ packageName }) => packageName));
    if (names.size > 1) names.delete('main');
    const [name] = names;
    if (name === undefined || names.size > 1) return undefined;
    const own = files.filter(({ packageName }) => packageName === name);
    const mayUseCgo = own.some(({ file }) => mayImportC(file.text));
    return new ImportedPackage(path, name, mayUseCgo, () => own.map(({ file }) => this.reader.go(file)));
  }
}
