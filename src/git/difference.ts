import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { compareText } from '../base/span.ts';
import type { FileChange, FileDiff, HunkLine, Revision } from '../diff/change.ts';
import { computeHunks } from '../diff/compute.ts';
import { parseUnifiedDiff } from '../diff/unified.ts';
import { sourceKind } from '../source/classify.ts';
import type { GitCommand } from './command.ts';
import type { BlobResult } from './object-reader.ts';

/** The two sides that are compared. */
interface DifferenceRequest {
  /** The id of a commit or tree. */
  readonly base: string;
  readonly head: Revision;
  /** Files or directories to which the difference is limited, as literal paths. */
  readonly paths: readonly string[];
  /** Files that are left out, as literal paths. */
  readonly without?: readonly string[];
}

/** Reads one side of a path; undefined where there is no such file. */
type ReadBlob = (path: string) => Promise<BlobResult | undefined>;

/**
 * All that shapes the output is said, so that no configuration of the user or the repository changes it:
 * renames are found as git does by default, three lines of context, no moved lines, no other order, no
 * program.
 */
const diffOptions: readonly string[] = [
  '--patch',
  '--no-color',
  '--no-color-moved',
  '--no-ext-diff',
  '--no-textconv',
  '--full-index',
  '--find-renames=50%',
  '-l1000',
  '--unified=3',
  '--inter-hunk-context=0',
  '--diff-algorithm=myers',
  '--indent-heuristic',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--no-relative',
  '--submodule=short',
  // Whether a submodule's own files are changed is not asked: git would run a status in it.
  '--ignore-submodules=dirty',
  '--ws-error-highlight=none',
  '-O/dev/null',
];

/** The changed files between two sides, sorted by path; untracked files are not among them. */
export async function diffFiles(git: GitCommand, request: DifferenceRequest): Promise<Result<FileChange[]>> {
  const files = await runDiff(git, request, []);
  if (!files.ok) return files;
  const hidden = files.value.filter(
    ({ path, diff }) => diff.kind === 'binary' && sourceKind(path) !== undefined,
  );
  if (hidden.length === 0) return files;

  // An attribute such as `*.go -diff` makes git call any text binary: a change must not hide its code that
  // way.
  const paths = hidden.flatMap(({ path, previousPath }) => [path, ...(previousPath ? [previousPath] : [])]);
  const texts = await runDiff(git, { ...request, paths }, ['--text']);
  if (!texts.ok) return texts;
  const byPath = new Map(texts.value.map((file) => [file.path, file.diff]));
  return ok(
    files.value.map((file) => {
      const diff = file.diff.kind === 'binary' ? byPath.get(file.path) : undefined;
      if (diff?.kind !== 'text' || diff.hunks.some((hunk) => hunk.lines.some(hasNul))) return file;
      // GitHub shows no hunks for such a file.
      return { ...file, diff: { ...diff, shown: false } };
    }),
  );
}

async function runDiff(
  git: GitCommand,
  { base, head, paths, without = [] }: DifferenceRequest,
  options: readonly string[],
): Promise<Result<FileChange[]>> {
  const sides =
    head.kind === 'commit' ? [base, head.id] : head.kind === 'index' ? ['--cached', base] : [base];
  // Only a pathspec with magic leaves something out.
  const pathspecs =
    without.length === 0
      ? paths
      : [
          ...(paths.length === 0 ? [':(top)'] : paths.map((path) => `:(literal)${path}`)),
          ...without.map((path) => `:(exclude,literal)${path}`),
        ];
  const output = await git.output([
    ...(without.length === 0 ? [] : ['--no-literal-pathspecs']),
    '-c',
    'diff.suppressBlankEmpty=false',
    // Else git would write the index where only a file's time stamp changed.
    '-c',
    'diff.autoRefreshIndex=false',
    'diff',
    ...diffOptions,
    ...options,
    ...sides,
    '--',
    ...pathspecs,
  ]);
  if (!output.ok) return output;
  const files = parseUnifiedDiff(output.value.toString('utf8'));
  return files.ok ? ok(files.value.sort(byPath)) : files;
}

/**
 * Adds the untracked files of the work tree to what git lists: as added, or, where the base has the path (a
 * file that was only removed from the index), as modified.
 */
export async function withUntracked(
  files: readonly FileChange[],
  untracked: readonly string[],
  readBase: ReadBlob,
  readDisk: ReadBlob,
): Promise<FileChange[]> {
  const changes = new Map(files.map((file) => [file.path, file]));
  for (const path of untracked) {
    const current = await readDisk(path);
    if (current === undefined) continue;
    const removed = changes.get(path);
    if (removed === undefined) {
      changes.set(path, { path, status: 'added', diff: addedDiff(current) });
      continue;
    }
    const previous = await readBase(path);
    if (previous?.ok && current.ok && Buffer.compare(previous.value, current.value) === 0)
      changes.delete(path);
    else
      changes.set(path, {
        path,
        status: 'modified',
        diff: modifiedDiff(previous ?? err('is not at the base'), current),
      });
  }
  return [...changes.values()].sort(byPath);
}

function addedDiff(current: BlobResult): FileDiff {
  return modifiedDiff(ok(new Uint8Array()), current);
}

function modifiedDiff(previous: BlobResult, current: BlobResult): FileDiff {
  if (!current.ok) return { kind: 'unavailable', reason: current.error };
  if (!previous.ok) return { kind: 'unavailable', reason: `at the base, it ${previous.error}` };
  if (isBinary(previous.value) || isBinary(current.value)) return { kind: 'binary' };
  const hunks = computeHunks(text(previous.value), text(current.value));
  return hunks.ok
    ? { kind: 'text', hunks: hunks.value, shown: true }
    : { kind: 'unavailable', reason: hunks.error };
}

/** As git's own output is read: bytes that are no UTF-8 become U+FFFD, and a byte order mark stays. */
function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}

/** git's rule: a NUL byte among the first 8000. */
function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 8000).includes(0);
}

function hasNul(line: HunkLine): boolean {
  return line.text.includes('\0');
}

function byPath(a: FileChange, b: FileChange): number {
  return compareText(a.path, b.path);
}
