import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import type { FileChange, FileDiff, FileStatus, Hunk } from './change.ts';
import { isSubmodule, movedPaths, readHeaders, skipBinaryPatch, statusOf } from './git-headers.ts';
import type { Headers, Paths } from './git-headers.ts';
import { DiffReader, MalformedDiff, readHunks } from './hunk-parser.ts';
import { readQuotedPath, unquotePath } from './quoted-path.ts';

/**
 * Parses the output of `git diff` with the prefixes `a/` and `b/` and the short form of submodules
 * (https://git-scm.com/docs/diff-format#generate_patch_text_with_p). The texts of the lines are kept exactly.
 * A change of a file's type, which git prints as a deletion and an addition, becomes one file with the status
 * `type-changed`, whose hunks count as not shown. The error says which line is malformed, and how.
 *
 * It is our own parser since jsdiff's `parsePatch` skips what it does not know, does not tell a `GIT binary
 * patch` or a submodule, and drops white space at the end of a path.
 */
export function parseUnifiedDiff(text: string): Result<FileChange[]> {
  return parsing(() => {
    const reader = new DiffReader(text);
    const files = new Map<string, ParsedFile>();
    let previous: ParsedFile | undefined;
    while (reader.line !== undefined) {
      const lineNumber = reader.lineNumber;
      const file: ParsedFile | undefined = readFile(reader);
      if (file === undefined) continue;
      const earlier = files.get(file.change.path);
      if (earlier === undefined) {
        files.set(file.change.path, file);
      } else if (earlier === previous && isTypeChange(earlier, file)) {
        files.set(file.change.path, { ...file, change: typeChange(earlier.change, file.change) });
      } else {
        throw reader.malformed(`\`${file.change.path}\` is in the diff a second time`, lineNumber);
      }
      previous = file;
    }
    return [...files.values()].map((file) => file.change);
  });
}

/**
 * Parses the hunks of one file without any file header, as GitHub's API sends them in `patch`; an empty text
 * has none. The error says which line is malformed, and how.
 */
export function parseHunks(patch: string): Result<Hunk[]> {
  return parsing(() => {
    const reader = new DiffReader(patch);
    const hunks = readHunks(reader);
    if (reader.line !== undefined) throw reader.malformed('a hunk header was expected');
    return hunks;
  });
}

function parsing<T>(parse: () => T): Result<T> {
  try {
    return ok(parse());
  } catch (error) {
    if (error instanceof MalformedDiff) return err(`the diff is malformed at ${error.message}`);
    throw error;
  }
}

interface ParsedFile {
  readonly change: FileChange;
  /** The file's mode where it was created or deleted: its first three octal digits are its type. */
  readonly mode?: string;
}

/** Undefined for a header alone, which git prints for a file whose time stamp is all that changed. */
function readFile(reader: DiffReader): ParsedFile | undefined {
  const unmerged = reader.take('* Unmerged path ');
  if (unmerged !== undefined) {
    const diff: FileDiff = { kind: 'unavailable', reason: 'has an unresolved merge conflict' };
    return { change: { path: unmerged, status: 'modified', diff } };
  }
  if (/^diff --(?:cc|combined) /.test(reader.line ?? '')) {
    throw reader.malformed('a combined diff of a merge cannot be reviewed; compare two revisions');
  }
  const lineNumber = reader.lineNumber;
  const names = reader.take('diff --git ');
  if (names === undefined) throw reader.malformed('a line that starts with `diff --git` was expected');
  const headers = readHeaders(reader);
  const status = statusOf(headers);
  const moved = status === 'renamed' || status === 'copied';
  const paths = moved ? movedPaths(headers) : samePath(names);
  if (paths === undefined) {
    throw reader.malformed('`diff --git` names no two paths with the prefixes `a/` and `b/`', lineNumber);
  }
  const diff = readDiff(reader, headers, status, paths);
  if (headers.size === 0 && diff.kind === 'text' && diff.hunks.length === 0) return undefined;
  const mode = headers.get('deleted file mode') ?? headers.get('new file mode');
  return {
    change: { path: paths.new, ...(moved ? { previousPath: paths.old } : {}), status, diff },
    ...(mode === undefined ? {} : { mode }),
  };
}

/**
 * The path of `a/PATH b/PATH`. Outside renames and copies the two are equal, so that the line splits in its
 * middle whatever spaces the path holds.
 */
function samePath(names: string): Paths | undefined {
  let old: string | undefined;
  let current: string | undefined;
  if (names.startsWith('"')) {
    const quoted = readQuotedPath(names);
    old = quoted?.path;
    current = quoted?.rest.startsWith(' ') ? unquotePath(quoted.rest.slice(1)) : undefined;
  } else {
    const middle = (names.length - 1) / 2;
    if (names[middle] !== ' ') return undefined;
    old = names.slice(0, middle);
    current = names.slice(middle + 1);
  }
  if (old === undefined || current === undefined) return undefined;
  if (!old.startsWith('a/') || !current.startsWith('b/') || old.slice(2) !== current.slice(2))
    return undefined;
  return { old: old.slice(2), new: current.slice(2) };
}

function readDiff(reader: DiffReader, headers: Headers, status: FileStatus, paths: Paths): FileDiff {
  const submodule = isSubmodule(headers);
  if (reader.take('Binary files ') !== undefined) return { kind: 'binary' };
  if (reader.take('GIT binary patch') !== undefined) {
    skipBinaryPatch(reader);
    return { kind: 'binary' };
  }
  if (!reader.line?.startsWith('--- ')) {
    return submodule ? { kind: 'submodule' } : { kind: 'text', hunks: [], shown: true };
  }
  readLabel(reader, '--- ', status === 'added' ? '/dev/null' : `a/${paths.old}`);
  readLabel(reader, '+++ ', status === 'removed' ? '/dev/null' : `b/${paths.new}`);
  const hunks = readHunks(reader);
  if (hunks.length === 0) throw reader.malformed('a hunk header was expected');
  return submodule ? { kind: 'submodule' } : { kind: 'text', hunks, shown: true };
}

/** git ends a label with a tab where the path holds a space, so that `patch` finds its end. */
function readLabel(reader: DiffReader, prefix: string, expected: string): void {
  const lineNumber = reader.lineNumber;
  const label = reader.take(prefix);
  if (label === undefined || unquotePath(label.endsWith('\t') ? label.slice(0, -1) : label) !== expected) {
    throw reader.malformed(`\`${prefix}${expected}\` was expected`, lineNumber);
  }
}

function isTypeChange(removed: ParsedFile, added: ParsedFile): boolean {
  if (removed.change.status !== 'removed' || added.change.status !== 'added') return false;
  return removed.mode?.slice(0, 3) !== added.mode?.slice(0, 3);
}

function typeChange(removed: FileChange, added: FileChange): FileChange {
  return { path: added.path, status: 'type-changed', diff: replacedDiff(removed.diff, added.diff) };
}

function replacedDiff(removed: FileDiff, added: FileDiff): FileDiff {
  if (removed.kind !== 'text') return removed;
  if (added.kind !== 'text') return added;
  const [before, after] = [removed.hunks[0], added.hunks[0]];
  if (before === undefined && after === undefined) return { kind: 'text', hunks: [], shown: false };
  const hunk: Hunk = {
    oldStart: before?.oldStart ?? 0,
    oldLines: before?.oldLines ?? 0,
    newStart: after?.newStart ?? 0,
    newLines: after?.newLines ?? 0,
    lines: [...(before?.lines ?? []), ...(after?.lines ?? [])],
  };
  return { kind: 'text', hunks: [hunk], shown: false };
}
