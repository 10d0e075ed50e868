import { ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import type { Revision } from '../diff/change.ts';
import { sourceKind } from '../source/classify.ts';
import { mayCrossIntoC } from '../source/go-imports.ts';
import { includesOf } from '../source/includes.ts';
import type { Repository } from '../source/repository.ts';
import type { Snapshot, SourceFile, TreeEntry } from '../source/snapshot.ts';
import { includeFoldersOf, parseCgoDirective } from '../syntax/cgo-directive.ts';
import { importableFiles, importedDirectories } from './module-imports.ts';
import type { ImportTree } from './module-imports.ts';
import { moduleFilesFor } from './module-set.ts';
import { directoryOf, joinPath } from './paths.ts';
import { forEachPath, readSource } from './read-source.ts';

export { directoryOf } from './paths.ts';

/** The files that the packages in some directories are made of, at one revision. */
export class SnapshotLoader implements ImportTree {
  private readonly repository: Repository;
  private readonly earlier: SnapshotLoader | undefined;
  private readonly entries: ReadonlyMap<string, TreeEntry>;
  private readonly byDirectory: ReadonlyMap<string, readonly TreeEntry[]>;
  private readonly files = new Map<string, SourceFile>();
  private readonly unreadable = new Map<string, string>();
  private readonly wanted = new Set<string>();
  /** Files of packages and modules that are imported from only: they are context, and no part of the snapshot. */
  private readonly imported = new Map<string, SourceFile>();
  private readonly importsByDirectory = new Map<string, ReadonlyMap<string, string>>();
  /** Folders of the repository that `-I` flags name. */
  private readonly includeFolders = new Set<string>();
  /** The repository's files that a file includes. */
  private readonly includes = new Map<string, readonly string[]>();

  private constructor(
    repository: Repository,
    tree: readonly TreeEntry[],
    earlier: SnapshotLoader | undefined,
  ) {
    this.repository = repository;
    this.earlier = earlier;
    this.entries = new Map(tree.map((entry) => [entry.path, entry]));
    const byDirectory = new Map<string, TreeEntry[]>();
    for (const entry of tree) {
      const directory = directoryOf(entry.path);
      const siblings = byDirectory.get(directory);
      if (siblings === undefined) byDirectory.set(directory, [entry]);
      else siblings.push(entry);
    }
    this.byDirectory = byDirectory;
  }

  /** @param earlier has read files of another revision: those that are the same here are not read again */
  static async open(
    repository: Repository,
    revision: Revision,
    earlier?: SnapshotLoader,
  ): Promise<SnapshotLoader> {
    return new SnapshotLoader(repository, await repository.tree(revision), earlier);
  }

  get paths(): Iterable<string> {
    return this.entries.keys();
  }

  entry(path: string): TreeEntry | undefined {
    return this.entries.get(path);
  }

  /** The paths of the files that lie in a directory itself. */
  filesIn(directory: string): string[] {
    return (this.byDirectory.get(directory) ?? []).map(({ path }) => path);
  }

  /**
   * Loads the Go and C files of the directories, the go.mod above each, and the headers that the C code includes
   * from the repository, to a fixed point; beside the snapshot, the packages that those with cgo or unsafe import from
   * their module.
   */
  async load(directories: Iterable<string>): Promise<Snapshot> {
    const wanted = [...directories];
    const modules = new Set<string>();
    const sources: string[] = [];
    for (const directory of wanted) {
      for (const entry of this.byDirectory.get(directory) ?? []) {
        if (sourceKind(entry.path) !== undefined && sourceKind(entry.path) !== 'go-mod')
          sources.push(entry.path);
      }
      const module = this.moduleFile(directory);
      if (module !== undefined) modules.add(module);
    }
    await this.readAll([...sources, ...modules]);
    for (const path of sources) this.rememberIncludeFolders(path);
    for (let next = sources; next.length > 0;) {
      next = next.flatMap((path) => this.includedBy(path));
      await this.readAll(next);
    }
    await this.loadImports(wanted);
    return { files: this.files, unreadable: this.unreadable };
  }

  /** By import path, the directories of the packages that those of a loaded directory import from their module. */
  importsOf(directory: string): ReadonlyMap<string, string> {
    return this.importsByDirectory.get(directory) ?? new Map();
  }

  /** The files of an imported package that could be had. */
  importedFiles(directory: string): SourceFile[] {
    return importableFiles(directory, this).flatMap(
      (path) => this.files.get(path) ?? this.imported.get(path) ?? [],
    );
  }

  text(path: string): string | undefined {
    return (this.files.get(path) ?? this.imported.get(path))?.text;
  }

  private async loadImports(directories: readonly string[]): Promise<void> {
    const crossing = directories.filter((directory) =>
      this.filesIn(directory).some((path) => mayCrossIntoC(this.text(path) ?? '')),
    );
    const moduleFiles = (): string[] => crossing.flatMap((directory) => moduleFilesFor(directory, this));
    // The go.work first, then the modules that it names.
    await this.readContext(moduleFiles());
    await this.readContext(moduleFiles());
    const paths = new Set<string>();
    for (const directory of crossing) {
      const imports = importedDirectories(directory, this);
      this.importsByDirectory.set(directory, imports);
      for (const target of imports.values()) {
        for (const path of importableFiles(target, this)) {
          paths.add(path);
        }
      }
    }
    await this.readContext(paths);
  }

  private async readContext(paths: Iterable<string>): Promise<void> {
    const missing = [...new Set(paths)].filter((path) => !this.wanted.has(path) && !this.imported.has(path));
    await forEachPath(missing, async (path) => {
      const file = await this.read(path);
      // What a package gets from a file that cannot be had is unknown; its own review does not depend on it.
      if (file?.ok === true) this.imported.set(path, file.value);
    });
  }

  private async read(path: string): Promise<Result<SourceFile> | undefined> {
    const entry = this.entries.get(path);
    if (entry === undefined) return undefined;
    const known = this.earlier?.fileOf(entry);
    return known === undefined ? readSource(this.repository, entry) : ok(known);
  }

  /** The file of an entry, of whatever revision, where it was read here. */
  private fileOf({ path, blob, kind }: TreeEntry): SourceFile | undefined {
    const file = this.files.get(path) ?? this.imported.get(path);
    return kind === 'file' && file?.blob === blob ? file : undefined;
  }

  /** The nearest go.mod at or above a directory. */
  moduleFile(directory: string): string | undefined {
    return this.nearest('go.mod', directory);
  }

  /** The nearest go.work at or above a directory. */
  workspaceFile(directory: string): string | undefined {
    return this.nearest('go.work', directory);
  }

  private nearest(name: string, directory: string): string | undefined {
    for (let current = directory; ; current = directoryOf(current)) {
      const path = current === '.' ? name : `${current}/${name}`;
      if (this.entries.has(path)) return path;
      if (current === '.') return undefined;
    }
  }

  private rememberIncludeFolders(path: string): void {
    const file = this.files.get(path);
    if (file === undefined || sourceKind(path) !== 'go') return;
    for (const folder of includeFolders(file.text, directoryOf(path))) this.includeFolders.add(folder);
  }

  /** Headers beside the including file, or below a folder that an `-I` flag of the loaded packages names. */
  private includedBy(path: string): string[] {
    const file = this.files.get(path);
    const kind = sourceKind(path);
    if (file === undefined || kind === undefined || kind === 'go-mod') return [];
    const names =
      kind === 'go' ? preambleIncludes(file.text) : includesOf(file.text).map((include) => include.path);
    const folders = [directoryOf(path), ...this.includeFolders];
    const found = names.flatMap((name) => {
      const header = folders
        .map((folder) => joinPath(folder, name))
        .find((candidate) => this.entries.has(candidate));
      return header === undefined ? [] : [header];
    });
    this.includes.set(path, found);
    return found.filter((header) => !this.wanted.has(header));
  }

  /** The files of the repository that a file includes itself. */
  includesFrom(path: string): readonly string[] {
    return this.includes.get(path) ?? [];
  }

  /** The files of the repository that some files include, directly or through others. */
  includedFrom(paths: Iterable<string>): Set<string> {
    const reached = new Set<string>();
    const work = [...paths];
    for (let path = work.pop(); path !== undefined; path = work.pop()) {
      for (const header of this.includes.get(path) ?? []) {
        if (reached.has(header)) continue;
        reached.add(header);
        work.push(header);
      }
    }
    return reached;
  }

  private async readAll(paths: readonly string[]): Promise<void> {
    const missing = [...new Set(paths)].filter((path) => !this.wanted.has(path));
    for (const path of missing) this.wanted.add(path);
    await forEachPath(missing, async (path) => {
      const file = await this.read(path);
      // The reason is reported for the file, and the verdict is incomplete: nothing is swallowed.
      if (file?.ok === false) this.unreadable.set(path, file.error);
      else if (file !== undefined) this.files.set(path, file.value);
    });
  }
}

/** The local includes of a Go file's preamble, which stands in comments. */
function preambleIncludes(goText: string): string[] {
  return [...goText.matchAll(/^[ \t]*(?:\/\/|\/\*)?[ \t]*#[ \t]*include[ \t]*["<]([^">\n]+)[">]/gm)].map(
    (match) => match[1] ?? '',
  );
}

/**
 * The folders of `#cgo CFLAGS: -I${SRCDIR}/../include`; a relative one is taken from the package's directory, where
 * cgo runs the compiler (https://pkg.go.dev/cmd/cgo#hdr-Using_cgo_with_the_go_command).
 */
function includeFolders(goText: string, directory: string): string[] {
  return [...goText.matchAll(/#cgo[ \t][^\n]*/g)].flatMap(([line]) => {
    const parsed = parseCgoDirective(line.replace(/\*\/.*$/, '').trim());
    // What links is no header, and a line that cmd/go refuses stops the build.
    if (!parsed.ok || parsed.value.kind !== 'flags' || parsed.value.verb === 'LDFLAGS') return [];
    return includeFoldersOf(parsed.value.arguments).flatMap((folder) => {
      const inPackage = folder.replace('${SRCDIR}', '.');
      return inPackage.startsWith('/') ? [] : [joinPath(directory, inPackage)];
    });
  });
}
