import type { Revision } from '../diff/change.ts';
import { sourceKind } from '../source/classify.ts';
import { decodeSource, sizeProblem } from '../source/decode.ts';
import { includesOf } from '../source/includes.ts';
import type { Repository } from '../source/repository.ts';
import type { Snapshot, SourceFile, TreeEntry } from '../source/snapshot.ts';

/** So many blobs are read at a time; an adapter may bound its requests further. */
const parallelReads = 16;

/** The files that the packages in some directories are made of, at one revision. */
export class SnapshotLoader {
  private readonly repository: Repository;
  private readonly entries: ReadonlyMap<string, TreeEntry>;
  private readonly byDirectory: ReadonlyMap<string, readonly TreeEntry[]>;
  private readonly files = new Map<string, SourceFile>();
  private readonly unreadable = new Map<string, string>();
  private readonly wanted = new Set<string>();
  /** Folders of the repository that `-I` flags name. */
  private readonly includeFolders = new Set<string>();
  /** The repository's files that a file includes. */
  private readonly includes = new Map<string, readonly string[]>();

  private constructor(repository: Repository, tree: readonly TreeEntry[]) {
    this.repository = repository;
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

  static async open(repository: Repository, revision: Revision): Promise<SnapshotLoader> {
    return new SnapshotLoader(repository, await repository.tree(revision));
  }

  get paths(): Iterable<string> {
    return this.entries.keys();
  }

  entry(path: string): TreeEntry | undefined {
    return this.entries.get(path);
  }

  /**
   * Loads the Go and C files of the directories, the go.mod above each, and the headers that the C code includes
   * from the repository, to a fixed point.
   */
  async load(directories: Iterable<string>): Promise<Snapshot> {
    const modules = new Set<string>();
    const sources: string[] = [];
    for (const directory of directories) {
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
    return { files: this.files, unreadable: this.unreadable };
  }

  /** The nearest go.mod at or above a directory. */
  moduleFile(directory: string): string | undefined {
    for (let current = directory; ; current = directoryOf(current)) {
      const path = current === '.' ? 'go.mod' : `${current}/go.mod`;
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
        .map((folder) => join(folder, name))
        .find((candidate) => this.entries.has(candidate));
      return header === undefined ? [] : [header];
    });
    this.includes.set(path, found);
    return found.filter((header) => !this.wanted.has(header));
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
    const queue = [...new Set(paths)].filter((path) => !this.wanted.has(path));
    for (const path of queue) this.wanted.add(path);
    const worker = async (): Promise<void> => {
      for (let path = queue.shift(); path !== undefined; path = queue.shift()) await this.read(path);
    };
    await Promise.all(Array.from({ length: parallelReads }, worker));
  }

  private async read(path: string): Promise<void> {
    const entry = this.entries.get(path);
    if (entry === undefined) return;
    if (entry.kind !== 'file') {
      this.unreadable.set(path, `is a ${entry.kind === 'symlink' ? 'symbolic link' : 'submodule'}`);
      return;
    }
    const tooLarge = entry.size === undefined ? undefined : sizeProblem(entry.size);
    if (tooLarge !== undefined) {
      this.unreadable.set(path, tooLarge);
      return;
    }
    let bytes: Uint8Array;
    try {
      bytes = await this.repository.blob(entry);
    } catch (error) {
      // The reason is reported for the file, and the verdict is incomplete: nothing is swallowed.
      this.unreadable.set(
        path,
        `could not be read: ${error instanceof Error ? error.message : String(error)}`,
      );
      return;
    }
    const text = decodeSource(bytes);
    if (text.ok) this.files.set(path, { path, blob: entry.blob, text: text.value });
    else this.unreadable.set(path, text.error);
  }
}

/** The directory of a path; `.` for the root. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash);
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
  return [...goText.matchAll(/#cgo\b[^\n:]*FLAGS:([^\n]*)/g)].flatMap((line) =>
    [...(line[1] ?? '').matchAll(/-I\s*("[^"]*"|'[^']*'|\S+)/g)].flatMap((flag) => {
      const folder = (flag[1] ?? '').replace(/^["']|["']$/g, '').replace('${SRCDIR}', '.');
      return folder.startsWith('/') ? [] : [join(directory, folder)];
    }),
  );
}

/** Joins paths with `/`, `.` and `..` resolved; one that leaves the repository names nothing in it. */
function join(directory: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${directory}/${path}`.split('/')) {
    if (part === '..') {
      if (parts.length === 0) return '';
      parts.pop();
    } else if (part !== '.' && part !== '') {
      parts.push(part);
    }
  }
  return parts.length === 0 ? '.' : parts.join('/');
}
