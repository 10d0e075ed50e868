import { createHash } from 'node:crypto';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { compareText } from '../base/span.ts';
import type { Change, Revision } from '../diff/change.ts';
import { parsePatch } from '../diff/patch.ts';
import type { Patch } from '../diff/patch.ts';
import { decodeSource } from '../source/decode.ts';
import type { Repository } from '../source/repository.ts';
import type { TreeEntry } from '../source/snapshot.ts';
import { patchChanges } from './patch-change.ts';
import { applyPatch } from './patched-files.ts';
import type { Direction, FileContent, PatchedFile, PatchedFiles } from './patched-files.ts';

/** A patch against a work tree, and the repository in which both of its sides can be read. */
export interface Patched {
  readonly repository: Repository;
  readonly change: Change;
  /** `reverse` where the work tree is the patch's new side, `forward` where it is its old side. */
  readonly direction: Direction;
}

const workTree: Revision = { kind: 'work-tree' };

/**
 * Compares the work tree with what a patch makes of it: without the patch where the work tree has it already, else
 * with it. Nothing is written. The error is a sentence: the text is no patch, or fits neither way.
 *
 * @param directory where the patch may have been made: `git diff --relative` names files from there
 */
export async function withPatch(
  repository: Repository,
  text: string,
  directory = '',
): Promise<Result<Patched>> {
  const fromRoot = await patchedFrom(repository, text, '');
  if (fromRoot.ok || directory === '') return fromRoot;
  const relative = await patchedFrom(repository, text, `${directory}/`);
  return relative.ok ? relative : fromRoot;
}

async function patchedFrom(repository: Repository, text: string, prefix: string): Promise<Result<Patched>> {
  const tree = await repository.tree(workTree);
  const entries = new Map(tree.map((entry) => [entry.path, entry]));
  const read = parsePatch(text, (path) => entries.has(`${prefix}${path}`));
  if (!read.ok) return read;
  const patch = prefix === '' ? read.value : below(prefix, read.value);
  const files = await readFiles(repository, entries, patch);
  const reverse = applyPatch(files, patch, 'reverse');
  const forward = reverse.ok ? reverse : applyPatch(files, patch, 'forward');
  if (!reverse.ok && !forward.ok) {
    const { problem } = reverse.error.fitting > forward.error.fitting ? reverse.error : forward.error;
    return err(
      `The patch does not apply to the work tree: ${problem}; check out what it was made from, or update it.`,
    );
  }
  const direction: Direction = reverse.ok ? 'reverse' : 'forward';
  const patched = reverse.ok ? reverse.value : forward.ok ? forward.value : files;
  const side: Revision = { kind: direction === 'forward' ? 'patched' : 'unpatched' };
  const overlay = new PatchedRepository(repository, side, tree, patched, touchedPaths(patch));
  const conflict = pathConflict(await overlay.tree(side));
  if (conflict !== undefined) return err(`The patch does not apply to the work tree: ${conflict}.`);
  const [base, head] = direction === 'forward' ? [files, patched] : [patched, files];
  return ok({
    repository: overlay,
    change: {
      base: direction === 'forward' ? workTree : side,
      head: direction === 'forward' ? side : workTree,
      files: patchChanges(base, head, patch),
      source: 'patch',
      ...(patch.omitted === undefined ? {} : { truncated: patch.omitted }),
    },
    direction,
  });
}

/** A patch whose paths start at a directory, as one from the root. */
function below(prefix: string, patch: Patch): Patch {
  const moved = (path: string | undefined): string | undefined =>
    path === undefined ? undefined : `${prefix}${path}`;
  const steps = patch.steps.map((step) =>
    step.map((file) => ({ ...file, oldPath: moved(file.oldPath), newPath: moved(file.newPath) })),
  );
  return { ...patch, steps };
}

/** A repository with one revision more: the work tree with some of its files patched. */
class PatchedRepository implements Repository {
  private readonly repository: Repository;
  private readonly side: Revision;
  private readonly entries: readonly TreeEntry[];
  /** The contents of the patched files, by path and blob. */
  private readonly contents = new Map<string, Uint8Array | FileContent>();

  constructor(
    repository: Repository,
    side: Revision,
    tree: readonly TreeEntry[],
    patched: PatchedFiles,
    touched: ReadonlySet<string>,
  ) {
    this.repository = repository;
    this.side = side;
    const algorithm = tree[0]?.blob.length === 64 ? 'sha256' : 'sha1';
    const entries = tree.filter((entry) => !touched.has(entry.path));
    for (const [path, file] of patched) {
      const { entry, content } = patchedEntry(path, file, algorithm);
      entries.push(entry);
      this.contents.set(contentKey(entry), content);
    }
    this.entries = entries.sort((a, b) => compareText(a.path, b.path));
  }

  async tree(revision: Revision): Promise<readonly TreeEntry[]> {
    return revision.kind === this.side.kind ? this.entries : this.repository.tree(revision);
  }

  async blob(entry: TreeEntry): Promise<Uint8Array> {
    const content = this.contents.get(contentKey(entry));
    if (content === undefined) return this.repository.blob(entry);
    if (content instanceof Uint8Array) return content;
    if (content.kind !== 'opaque') throw new Error('is a submodule');
    if (content.entry !== undefined) return this.repository.blob(content.entry);
    throw new Error(content.problem);
  }

  async file(revision: Revision, path: string): Promise<Uint8Array | undefined> {
    if (revision.kind !== this.side.kind) return this.repository.file(revision, path);
    const entry = this.entries.find((candidate) => candidate.path === path);
    if (entry === undefined || entry.kind === 'submodule') return undefined;
    if (entry.kind === 'symlink') throw new Error('is a symbolic link, which is not followed');
    return this.blob(entry);
  }
}

function contentKey({ path, blob }: TreeEntry): string {
  return `${blob} ${path}`;
}

/** The entry has the id that git gives to the content, so that equal files have equal ids. */
function patchedEntry(
  path: string,
  { kind, content }: PatchedFile,
  algorithm: string,
): { readonly entry: TreeEntry; readonly content: Uint8Array | FileContent } {
  const id = (bytes: Uint8Array, type: string): string =>
    createHash(algorithm).update(`${type} ${bytes.length}\0`).update(bytes).digest('hex');
  switch (content.kind) {
    case 'text': {
      const bytes = new TextEncoder().encode(content.text);
      return { entry: { path, kind, blob: id(bytes, 'blob'), size: bytes.length }, content: bytes };
    }
    case 'submodule':
      return { entry: { path, kind, blob: content.commit }, content };
    case 'opaque': {
      if (content.entry !== undefined) return { entry: { ...content.entry, path, kind }, content };
      // No content is known that could have this id.
      const blob = id(new TextEncoder().encode(`${path}\0${content.problem}`), 'unknown');
      return { entry: { path, kind, blob }, content };
    }
  }
}

function touchedPaths(patch: Patch): Set<string> {
  const paths = patch.steps.flat().flatMap(({ oldPath, newPath }) => [oldPath, newPath]);
  return new Set(paths.filter((path) => path !== undefined));
}

async function readFiles(
  repository: Repository,
  entries: ReadonlyMap<string, TreeEntry>,
  patch: Patch,
): Promise<PatchedFiles> {
  const files = new Map<string, PatchedFile>();
  for (const path of touchedPaths(patch)) {
    const entry = entries.get(path);
    if (entry !== undefined)
      files.set(path, { kind: entry.kind, content: await readContent(repository, entry) });
  }
  return files;
}

async function readContent(repository: Repository, entry: TreeEntry): Promise<FileContent> {
  if (entry.kind === 'submodule') return { kind: 'submodule', commit: entry.blob };
  let bytes: Uint8Array;
  try {
    bytes = await repository.blob(entry);
  } catch (error) {
    // The reason is reported for the file: it stands in the change as one whose difference could not be had.
    const problem = error instanceof Error ? error.message : String(error);
    return { kind: 'opaque', problem, isBinary: false, entry };
  }
  const text = decodeSource(bytes);
  // git's rule for a binary file: a NUL byte among the first 8000.
  if (!text.ok)
    return { kind: 'opaque', problem: text.error, isBinary: bytes.subarray(0, 8000).includes(0), entry };
  // Unlike a source that is parsed, what is patched keeps its byte order mark.
  return { kind: 'text', text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) };
}

/** A path that would be both a file and the directory of another, as a clause; undefined where there is none. */
function pathConflict(entries: readonly TreeEntry[]): string | undefined {
  const files = new Set(entries.map((entry) => entry.path));
  for (const path of files) {
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      const directory = path.slice(0, slash);
      if (files.has(directory)) return `\`${directory}\` would be a file and the directory of \`${path}\``;
    }
  }
  return undefined;
}
