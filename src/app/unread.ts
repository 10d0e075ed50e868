import type { Change, FileChange } from '../diff/change.ts';
import type { NotReviewed } from '../report/report.ts';
import { isGenerated, sourceKind } from '../source/classify.ts';
import type { AnalysedTree } from './analysis.ts';
import type { Exclusion } from './policy.ts';
import { directoryOf } from './snapshot-loader.ts';

/** Whether a changed file is one that this reviewer reads: Go, and C beside it. */
export function isReviewable(file: FileChange): boolean {
  const kind = sourceKind(file.path);
  return kind !== undefined && kind !== 'go-mod';
}

/** The changed files that were not reviewed, or not wholly, with the reason of each. */
export function unreviewedChanges(change: Change, head: AnalysedTree, exclusion: Exclusion): NotReviewed[] {
  const files = new Map(head.goFiles.map((file) => [file.path, file]));
  const found = change.files.flatMap((file): NotReviewed[] => {
    if (!isReviewable(file) || file.status === 'removed') return [];
    const excluded =
      exclusion.reason(file.path) ?? generatedReason(head, file.path) ?? linkReason(head, file.path);
    if (excluded !== undefined) return [{ path: file.path, reason: excluded, excluded: true }];
    const reason =
      unreadReason(file, head) ?? files.get(file.path)?.mistake ?? unfinishedReason(head, file.path);
    if (reason !== undefined) return [{ path: file.path, reason, excluded: false }];
    if (!isUnreachedC(file, head)) return [];
    const why =
      'is part of no Go package that was read; one that includes it from elsewhere is reviewed when it changes';
    return [{ path: file.path, reason: why, excluded: true }];
  });
  if (change.truncated !== undefined) found.push({ path: '.', reason: change.truncated, excluded: false });
  return found;
}

export function generatedReason(tree: AnalysedTree, path: string): string | undefined {
  const text = tree.snapshot.files.get(path)?.text;
  return text !== undefined && sourceKind(path) === 'go' && isGenerated(text)
    ? 'is generated (`Code generated … DO NOT EDIT.`)'
    : undefined;
}

/** A link's content is its target's, which is reviewed where it stands; a submodule's is another repository's. */
export function linkReason(tree: AnalysedTree, path: string): string | undefined {
  const kind = tree.loader.entry(path)?.kind;
  return kind === 'symlink' ? 'is a symbolic link' : kind === 'submodule' ? 'is a submodule' : undefined;
}

/** A C file or header that belongs to no package that was analysed: nothing was concluded from it. */
function isUnreachedC(file: FileChange, head: AnalysedTree): boolean {
  return sourceKind(file.path) !== 'go' && !head.cPaths.has(file.path);
}

function unreadReason(file: FileChange, head: AnalysedTree): string | undefined {
  const unreadable = head.snapshot.unreadable.get(file.path);
  if (unreadable !== undefined) return unreadable;
  switch (file.diff.kind) {
    case 'unavailable':
      return file.diff.reason.startsWith('has ')
        ? file.diff.reason
        : `has no diff that could be read: ${file.diff.reason}`;
    case 'submodule':
      return 'is a submodule';
    case 'binary':
      return 'is binary to git';
    case 'text':
      return head.snapshot.files.has(file.path) ? undefined : 'is not in the tree of the head';
  }
}

/** What of a file no search could follow to its end. */
export function unfinishedReason(tree: AnalysedTree, path: string): string | undefined {
  const [first, ...more] = tree.unfinished.filter(({ location }) => location.path === path);
  if (first === undefined) return undefined;
  const others = more.length === 0 ? '' : ` (and ${String(more.length)} more)`;
  const line = String(first.location.span.start.line);
  return `was not followed to its end: \`${first.symbol}\` at line ${line}${others} is too large`;
}

/** The directories in which a change can have caused something. */
export function touchedDirectories(change: Change, exclusion: Exclusion): Set<string> {
  const directories = new Set<string>();
  for (const file of change.files) {
    if (!isReviewable(file)) continue;
    for (const path of [file.path, file.previousPath]) {
      // A file that the policy leaves out can still be the cause of a finding in a file beside it.
      if (path !== undefined && !isBelowExcludedDirectory(path, exclusion))
        directories.add(directoryOf(path));
    }
  }
  return directories;
}

function isBelowExcludedDirectory(path: string, exclusion: Exclusion): boolean {
  const reason = exclusion.reason(path);
  return reason !== undefined && !reason.startsWith('is excluded by');
}
