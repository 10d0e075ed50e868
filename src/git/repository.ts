import { createHash } from 'node:crypto';
import { isAbsolute, normalize, sep } from 'node:path';
import { ConfigurationError } from '../base/errors.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { compareText } from '../base/span.ts';
import type { Change, FileChange, FileDiff, Revision } from '../diff/change.ts';
import type { Repository } from '../source/repository.ts';
import type { TreeEntry } from '../source/snapshot.ts';
import { firstLine } from './command.ts';
import type { Environment, GitCommand } from './command.ts';
import { discover } from './discovery.ts';
import type { Discovery } from './discovery.ts';
import { diffFiles, withUntracked } from './difference.ts';
import { parseIndex, parseTree, parseWorkTreeState } from './listing.ts';
import type { WorkTreeState } from './listing.ts';
import { ObjectReader } from './object-reader.ts';
import type { BlobResult } from './object-reader.ts';
import { fetchHint, References } from './references.ts';
import { permissionDenied, WorkTree } from './work-tree.ts';
import type { ObjectFormat } from './work-tree.ts';

/**
 * A file's bytes could not be had. The message is a clause that follows its path: "is missing from this
 * clone".
 */
export class BlobUnavailableError extends Error {
  override readonly name = 'BlobUnavailableError';
}

export interface ChangeRequest {
  /**
   * A ref or commit id, compared from its merge base with the head; undefined: every file of the head is
   * added.
   */
  readonly base: string | undefined;
  /** A commit by its full id, the index or the work tree; the latter two stand on HEAD. */
  readonly head: Revision;
  /** Files or directories to which the change is limited, as literal paths from the root. */
  readonly paths?: readonly string[];
}

/**
 * Opens the repository whose work tree holds `directory`. The error is a sentence: no repository, a bare one,
 * no git, or one that git refuses. `environment` is what git inherits from this process.
 */
export async function openGitRepository(
  directory: string,
  environment: Environment,
): Promise<Result<GitRepository>> {
  const found = await discover(directory, environment);
  return found.ok ? ok(new GitRepository(found.value)) : found;
}

/** A local repository: its commits, its index and its work tree. Nothing is written, fetched or run. */
export class GitRepository implements Repository {
  /** The absolute path of the work tree's top directory. */
  readonly root: string;
  private readonly git: GitCommand;
  private readonly references: References;
  private readonly objects: ObjectReader;
  private readonly workTree: WorkTree;
  private readonly format: ObjectFormat;
  /** The blobs of listed files that are on disk and perhaps nowhere else, by path. */
  private readonly onDisk = new Map<string, string>();
  /** All files of commits, which stay what they are. */
  private readonly commitTrees = new Map<string, Promise<readonly TreeEntry[]>>();

  constructor({ root, format, git }: Discovery) {
    this.root = root;
    this.format = format;
    this.git = git;
    this.references = new References(git, root);
    this.objects = new ObjectReader(git);
    this.workTree = new WorkTree(root, format);
  }

  /** The full id of the commit that a ref names. The error is a sentence that says what to do. */
  resolve(ref: string): Promise<Result<string>> {
    return this.references.resolve(ref);
  }

  /** Whether HEAD names a commit: not in a new repository, nor on a branch that was just made as an orphan. */
  async hasCommits(): Promise<boolean> {
    const head = await this.references.headCommit();
    return head.ok && head.value !== undefined;
  }

  /** Whether the commit with this full id is in the clone. */
  async has(commitId: string): Promise<boolean> {
    return isId(commitId) && this.succeeds(['cat-file', '-e', `${commitId}^{commit}`]);
  }

  /** Whether the blob with this full id is in the clone. */
  async hasBlob(id: string): Promise<boolean> {
    return isId(id) && this.succeeds(['cat-file', '-e', `${id}^{blob}`]);
  }

  isShallow(): Promise<boolean> {
    return this.references.isShallow();
  }

  /**
   * The id of the best common ancestor of two revisions. The error is a sentence that says why there is none.
   */
  async mergeBase(a: string, b: string): Promise<Result<string>> {
    const ids = [await this.resolve(a), await this.resolve(b)];
    for (const id of ids) if (!id.ok) return id;
    const found = await this.commonAncestor(ids.map((id) => (id.ok ? id.value : '')));
    if (!found.ok) return found;
    return found.value === undefined
      ? err(`\`${a}\` and \`${b}\` have no history in common.`)
      : ok(found.value);
  }

  /**
   * The branch that changes are made against: what the remote calls its default, else `init.defaultBranch`,
   * `main` or `master`, of the remote before a local one, else the only branch where there is no other, nor a
   * remote's. The remote is `origin`, or the only one. A name for {@link resolve}; undefined where none exists.
   */
  defaultBranch(): Promise<string | undefined> {
    return this.references.defaultBranch();
  }

  /**
   * All files of a revision, submodules and symbolic links included, sorted by path. For the work tree: what
   * is tracked or untracked and not ignored, as it is on disk. Throws a `ConfigurationError` where the clone
   * lacks the commit.
   */
  async tree(revision: Revision): Promise<readonly TreeEntry[]> {
    if (revision.kind !== 'commit') return this.entries(revision, []);
    let tree = this.commitTrees.get(revision.id);
    if (tree === undefined) {
      tree = this.entries(revision, []);
      this.commitTrees.set(revision.id, tree);
    }
    return tree;
  }

  /**
   * The bytes of a file of a tree; of a symbolic link its target's path, never the target. Throws a
   * `BlobUnavailableError`.
   */
  async blob(entry: TreeEntry): Promise<Uint8Array> {
    const result = await this.read(entry);
    if (!result.ok) throw new BlobUnavailableError(result.error);
    return result.value;
  }

  /**
   * The bytes of one path at a revision; undefined where there is no such file. Throws a
   * `BlobUnavailableError`, for a symbolic link too.
   */
  async file(revision: Revision, path: string): Promise<Uint8Array | undefined> {
    if (leavesRoot(path)) return undefined;
    const entry = (await this.entries(revision, [path])).find((candidate) => candidate.path === path);
    if (entry === undefined || entry.kind === 'submodule') return undefined;
    if (entry.kind === 'symlink') throw new BlobUnavailableError('is a symbolic link, which is not followed');
    return this.blob(entry);
  }

  /**
   * The difference from the merge base to the head (three dots). The index and the work tree are compared
   * with the merge base of their HEAD; the work tree's untracked files are added ones. Where the two have no
   * history in common, the change has no base and every file is added. The error is a sentence.
   */
  async change({ base, head, paths = [] }: ChangeRequest): Promise<Result<Change>> {
    assertOwn(head);
    const outside = paths.find(leavesRoot);
    if (outside !== undefined) {
      return err(`\`${outside}\` is outside the repository ${this.root}: name a path in it.`);
    }
    const mergeBase = await this.baseOf(base, head);
    if (!mergeBase.ok) return mergeBase;
    const request = { base: mergeBase.value ?? this.emptyTree(), head, paths };
    const from: Revision | undefined =
      mergeBase.value === undefined ? undefined : { kind: 'commit', id: mergeBase.value };
    const difference = diffFiles(this.git, request);
    for (const side of [head, from]) if (side?.kind === 'commit') this.listAhead(side);
    let tracked = await difference;
    let denied: readonly FileChange[] = [];
    if (!tracked.ok && head.kind === 'work-tree') {
      // git gives up at the first file that it may not open: the others are compared without it.
      denied = await this.deniedFiles(paths, from);
      if (denied.length > 0) {
        tracked = await diffFiles(this.git, { ...request, without: denied.map(({ path }) => path) });
      }
    }
    if (!tracked.ok) return err(await this.explain(tracked.error));
    let files = [...tracked.value, ...denied].sort((a, b) => compareText(a.path, b.path));
    if (head.kind === 'work-tree') {
      const { untracked } = await this.state(paths);
      files = await withUntracked(
        files,
        untracked,
        (path) => this.readAt(from, path),
        (path) => this.workTree.read(path),
      );
    }
    return ok({ base: from, head, files, source: 'git' });
  }

  /** Ends the child processes; a later read starts them anew. */
  close(): void {
    this.objects.close();
  }

  /** The tracked files that may not be opened, of those that differ from the index in time or size. */
  private async deniedFiles(paths: readonly string[], base: Revision | undefined): Promise<FileChange[]> {
    const { modified, deleted } = await this.state(paths);
    const denied: FileChange[] = [];
    for (const path of new Set([...modified, ...deleted])) {
      if ((await this.workTree.entry(path))?.denied !== true) continue;
      const isAdded = (await this.readAt(base, path)) === undefined;
      const diff: FileDiff = { kind: 'unavailable', reason: permissionDenied };
      denied.push({ path, status: isAdded ? 'added' : 'modified', diff });
    }
    return denied;
  }

  /** Who compares two commits reads both: git lists their files while it compares them. */
  private listAhead(commit: Revision): void {
    // What is wrong is told to who asks for the files.
    this.tree(commit).catch(() => undefined);
  }

  private async baseOf(base: string | undefined, head: Revision): Promise<Result<string | undefined>> {
    const [commit, from] = await Promise.all([
      head.kind === 'commit' ? this.resolve(head.id) : this.references.headCommit(),
      base === undefined ? undefined : this.resolve(base),
    ]);
    if (!commit.ok || from === undefined) return commit.ok ? ok(undefined) : commit;
    if (!from.ok) return from;
    return commit.value === undefined ? ok(undefined) : this.commonAncestor([from.value, commit.value]);
  }

  /** Undefined where the histories are complete and have nothing in common. */
  private async commonAncestor(ids: readonly string[]): Promise<Result<string | undefined>> {
    const found = await this.git.run(['merge-base', ...ids]);
    if (!found.ok) return found;
    const { status, stdout, stderr } = found.value;
    if (status === 0) return ok(stdout.toString('utf8').trim());
    if (status !== 1) return err(await this.explain(`git merge-base failed: ${firstLine(stderr)}`));
    if (!(await this.isShallow())) return ok(undefined);
    const [a, b] = ids.map((id) => id.slice(0, 12));
    return err(`This shallow clone does not reach a common ancestor of ${a} and ${b}: ${fetchHint}.`);
  }

  private async entries(revision: Revision, paths: readonly string[]): Promise<TreeEntry[]> {
    assertOwn(revision);
    const all =
      revision.kind === 'commit'
        ? parseTree(await this.commitListing(revision.id, paths))
        : revision.kind === 'work-tree'
          ? await this.onWorkTree(paths)
          : await this.index(paths);
    return all.sort((a, b) => compareText(a.path, b.path));
  }

  private async index(paths: readonly string[]): Promise<TreeEntry[]> {
    return parseIndex(await this.listing(['ls-files', '-s', '-z', '--', ...paths]));
  }

  /** The index's entries as they are on disk, and the untracked files. */
  private async onWorkTree(paths: readonly string[]): Promise<TreeEntry[]> {
    const [index, { modified, deleted, untracked }] = await Promise.all([
      this.index(paths),
      this.state(paths),
    ]);
    const entries = index.filter(
      ({ path, kind }) => !deleted.has(path) && (kind === 'submodule' || !modified.has(path)),
    );
    const submodules = new Set(entries.filter(({ kind }) => kind === 'submodule').map(({ path }) => path));
    for (const path of new Set([...modified, ...untracked])) {
      if (submodules.has(path)) continue;
      const found = await this.workTree.entry(path);
      if (found === undefined) continue;
      entries.push({ path, kind: found.kind, blob: found.blob, size: found.size });
      this.onDisk.set(path, found.blob);
    }
    return entries;
  }

  private async state(paths: readonly string[]): Promise<WorkTreeState> {
    const options = ['-z', '-t', '--modified', '--deleted', '--others', '--exclude-standard'];
    return parseWorkTreeState(await this.listing(['ls-files', ...options, '--', ...paths]));
  }

  private async commitListing(id: string, paths: readonly string[]): Promise<Buffer> {
    const list = ['ls-tree', '-r', '-z', '--full-tree'];
    // A partial clone cannot tell the sizes of the blobs that it lacks.
    const sized = await this.git.output([...list, '--long', id, '--', ...paths]);
    return sized.ok ? sized.value : this.listing([...list, id, '--', ...paths]);
  }

  private async listing(args: readonly string[]): Promise<Buffer> {
    const output = await this.git.output(args);
    if (!output.ok) throw new ConfigurationError(await this.explain(output.error));
    return output.value;
  }

  private async readAt(revision: Revision | undefined, path: string): Promise<BlobResult | undefined> {
    if (revision === undefined) return undefined;
    const entry = (await this.entries(revision, [path])).find((candidate) => candidate.path === path);
    return entry && this.read(entry);
  }

  private async read(entry: TreeEntry): Promise<BlobResult> {
    if (entry.kind === 'submodule') return err('is a submodule');
    if (this.onDisk.get(entry.path) !== entry.blob) return this.objects.read(entry.blob);
    const content = await this.workTree.read(entry.path);
    if (content === undefined) return err('was removed while it was being reviewed');
    if (content.ok && this.workTree.blobId(content.value) !== entry.blob) {
      return err('was changed while it was being reviewed');
    }
    return content;
  }

  /** A failed command's message as a sentence, with the way out where the clone lacks objects. */
  private async explain(error: string): Promise<string> {
    const sentence = error.endsWith('.') ? error : `${error}.`;
    const partial = await this.succeeds(['config', '--get-regexp', '^remote\\..*\\.promisor$']);
    if (partial) {
      return `${sentence} This clone is partial, and nothing is fetched: get the rest with \`git fetch --refetch --no-filter\`, or clone it without \`--filter\`.`;
    }
    if (await this.isShallow()) return `${sentence} This clone is shallow: ${fetchHint}.`;
    return /unable to read|bad object|missing blob/.test(error)
      ? `${sentence} This clone lacks an object, and nothing is fetched: clone it anew.`
      : sentence;
  }

  private async succeeds(args: readonly string[]): Promise<boolean> {
    return (await this.git.output(args)).ok;
  }

  private emptyTree(): string {
    return createHash(this.format).update('tree 0\0').digest('hex');
  }
}

function isId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/** A patched work tree is put together elsewhere: to ask for it here is a mistake of the program. */
function assertOwn(revision: Revision): void {
  if (revision.kind === 'patched' || revision.kind === 'unpatched') {
    throw new Error(`a git repository has no revision of the kind ${revision.kind}`);
  }
}

/** Whether a path relative to the root leaves it. */
function leavesRoot(path: string): boolean {
  const inside = normalize(path);
  return isAbsolute(path) || inside === '..' || inside.startsWith(`..${sep}`);
}
