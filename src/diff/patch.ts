import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { isSubmodule, movedPaths, statusOf } from './git-headers.ts';
import type { Paths } from './git-headers.ts';
import { DiffReader, MalformedDiff } from './hunk-parser.ts';
import type { PatchHunk } from './hunk-parser.ts';
import { isEpoch, labelledPath, pathProblem, samePath } from './patch-paths.ts';
import { readSections } from './patch-sections.ts';
import type { PatchSection, PatchSections, PatchStep } from './patch-sections.ts';

/** What a patch does to the content of a file. */
export type ContentPatch =
  | { readonly kind: 'text'; readonly hunks: readonly PatchHunk[] }
  | { readonly kind: 'binary' }
  /** A removal that does not say what is removed (`git diff --irreversible-delete`). */
  | { readonly kind: 'omitted' }
  /** The commits of the two sides, where the patch says them. */
  | { readonly kind: 'submodule'; readonly old: string | undefined; readonly new: string | undefined };

/** What a patch does to a file. */
export interface FilePatch {
  /** Undefined for an added file. */
  readonly oldPath: string | undefined;
  /** Undefined for a removed file. */
  readonly newPath: string | undefined;
  /** Whether the file at `oldPath` stays, as the source of a copy. */
  readonly isCopy: boolean;
  /** The modes that the patch says, as six octal digits. */
  readonly oldMode: string | undefined;
  readonly newMode: string | undefined;
  readonly content: ContentPatch;
}

export interface Patch {
  /** Its commits in order; each changes what the one before left. A diff is one. */
  readonly steps: readonly (readonly FilePatch[])[];
  /** Whether it was made without lines of context (`-U0`), so that hunks stand where they say and nowhere else. */
  readonly isWithoutContext: boolean;
  /** What the patch does not hold, as a sentence for the report. */
  readonly omitted: string | undefined;
}

/**
 * Reads a patch as people have it: the output of `git diff` with any prefixes or none, mails of `git format-patch`
 * and GitHub's `.patch`, GitHub's `.diff`, `diff -u` and `diff -ruN`, also with the line endings of Windows. The
 * error is a sentence. An empty text is a patch without files.
 *
 * @param exists whether there is a file at a path, which tells the prefixes of names that do not say them
 */
export function parsePatch(text: string, exists: (path: string) => boolean): Result<Patch> {
  if (text.trim() === '') return ok({ steps: [], isWithoutContext: false, omitted: undefined });
  const unreadable = encodingProblem(text);
  if (unreadable !== undefined) return err(unreadable);
  try {
    const sections = readSections(new DiffReader(withUnixLineEndings(text.replace(/^\ufeff/, ''))));
    return sections.steps.length === 0 ? err(emptyPatch(sections)) : resolve(sections, exists);
  } catch (error) {
    if (error instanceof MalformedDiff) return err(`The patch is malformed at ${error.message}.`);
    throw error;
  }
}

function encodingProblem(text: string): string | undefined {
  if (/^.?\0|^\ufffd\ufffd/.test(text)) {
    return 'The patch is not UTF-8: write it anew, e.g. with `git diff --output=FILE`.';
  }
  if (/^(?:\x1b\[[0-9;]*m)+(?:diff |--- )/m.test(text)) {
    return 'The patch holds the colours of a terminal: make it with `git diff --no-color`.';
  }
  const start = text.search(/^(?:diff |--- )/m);
  const head = start === -1 ? text : text.slice(0, start);
  const encoding = /^Content-Transfer-Encoding: *(base64|quoted-printable)\s*$/im.exec(head)?.[1];
  return encoding === undefined
    ? undefined
    : `The patch is a mail in ${encoding.toLowerCase()}: save its decoded text, e.g. with \`git mailinfo\`.`;
}

/** A patch that was saved with CRLF has it in git's own lines too; in one of a file with CRLF these end with LF. */
function withUnixLineEndings(text: string): string {
  const header = /^(?:diff --git [^\n]*|--- [^\n]*\n\+\+\+ [^\n]*)/m.exec(text)?.[0];
  return header?.endsWith('\r') ? text.replaceAll('\r\n', '\n') : text;
}

function emptyPatch({ onlyIn }: PatchSections): string {
  return onlyIn.length > 0
    ? 'The patch leaves out the files that are on one side only: make it with `diff -ruN`.'
    : 'The text is no patch: no line starts with `diff --git` or `---`; make one with `git diff` or `diff -ruN`.';
}

function resolve({ steps, onlyIn }: PatchSections, exists: (path: string) => boolean): Result<Patch> {
  const isWithoutContext = lacksContext(steps);
  const resolved: FilePatch[][] = [];
  for (const step of steps) {
    const files: FilePatch[] = [];
    const touched = new Set<string>();
    for (const section of step) {
      const file = filePatch(section, exists, isWithoutContext);
      if (!file.ok) return file;
      const { oldPath, newPath, isCopy } = file.value;
      for (const path of [oldPath, newPath]) {
        const problem = path === undefined ? undefined : pathProblem(path);
        if (path !== undefined && problem !== undefined) {
          return err(`The patch is refused: ${JSON.stringify(path)} at line ${section.line} ${problem}.`);
        }
      }
      // A change of a file's type is a removal and an addition of the same path.
      const uses = [
        isCopy || oldPath === undefined ? [] : `- ${oldPath}`,
        newPath === undefined ? [] : `+ ${newPath}`,
      ];
      const twice = uses.flat().find((use) => touched.has(use));
      if (twice !== undefined) {
        return err(
          `The patch has \`${twice.slice(2)}\` a second time at line ${section.line}: ` +
            'make one diff of all commits (`git diff BASE HEAD`).',
        );
      }
      for (const use of uses.flat()) touched.add(use);
      files.push(file.value);
    }
    resolved.push(files);
  }
  return ok({ steps: resolved, isWithoutContext, omitted: omittedFiles(onlyIn) });
}

function omittedFiles(onlyIn: readonly string[]): string | undefined {
  if (onlyIn.length === 0) return undefined;
  const [first = ''] = onlyIn;
  const others = onlyIn.length === 1 ? '' : ` and ${onlyIn.length - 1} more`;
  return `the patch leaves out the files that are on one side only (${first}${others}): make it with \`diff -ruN\``;
}

/** Without context, a patch of a whole file looks the same: the place of another hunk tells. */
function lacksContext(steps: readonly PatchStep[]): boolean {
  const hunks = steps.flat().flatMap((section) => section.hunks);
  return (
    hunks.some(({ oldStart, newStart }) => oldStart > 1 || newStart > 1) &&
    hunks.every((hunk) => hunk.lines.every((line) => line.kind !== 'context'))
  );
}

function filePatch(
  section: PatchSection,
  exists: (path: string) => boolean,
  isWithoutContext: boolean,
): Result<FilePatch> {
  const { headers, hunks } = section;
  const status =
    section.names === undefined && headers.size === 0
      ? labelStatus(section, isWithoutContext)
      : statusOf(headers);
  const paths = pathsOf(section, status, exists);
  if (paths === undefined) {
    return err(`The patch is malformed at line ${section.line}: the two paths of the file cannot be told.`);
  }
  const oldMode = headers.get('deleted file mode') ?? headers.get('old mode') ?? modeOfIndex(section);
  const newMode = headers.get('new file mode') ?? headers.get('new mode') ?? modeOfIndex(section);
  return ok({
    oldPath: status === 'added' ? undefined : paths.old,
    newPath: status === 'removed' ? undefined : paths.new,
    isCopy: status === 'copied',
    oldMode,
    newMode,
    content: isSubmodule(headers)
      ? { kind: 'submodule', old: commitOf(hunks, 'deleted'), new: commitOf(hunks, 'added') }
      : section.isBinary
        ? { kind: 'binary' }
        : status === 'removed' && hunks.length === 0 && !removesEmptyFile(section)
          ? { kind: 'omitted' }
          : { kind: 'text', hunks },
  });
}

function pathsOf(
  section: PatchSection,
  status: ReturnType<typeof statusOf>,
  exists: (path: string) => boolean,
): Paths | undefined {
  if (status === 'renamed' || status === 'copied') return movedPaths(section.headers);
  const same = section.names && samePath(section.names);
  if (same !== undefined) return { old: same, new: same };
  // `git diff --no-index` has two paths that nothing else tells of.
  const labels = [section.labels?.new.path, section.labels?.old.path].filter((path) => path !== undefined);
  const outside = labels.find((path) => pathProblem(path) !== undefined);
  const path = outside ?? labelledPath(labels, exists);
  return path === undefined ? undefined : { old: path, new: path };
}

/** What the labels of `diff -u` say: a side that is not there is `/dev/null`, or has no lines and no time. */
function labelStatus(
  { labels, hunks }: PatchSection,
  isWithoutContext: boolean,
): 'added' | 'removed' | 'modified' {
  const [hunk] = hunks;
  const isAbsent = (label: Label | undefined, start: number | undefined): boolean => {
    if (label?.path === undefined) return true;
    if (start !== 0) return false;
    return label.stamp === '' ? !isWithoutContext : isEpoch(label.stamp);
  };
  if (isAbsent(labels?.old, hunk?.oldStart)) return 'added';
  return isAbsent(labels?.new, hunk?.newStart) ? 'removed' : 'modified';
}

type Label = NonNullable<PatchSection['labels']>['old'];

/** `index 1234..5678 120000`: the mode of a file that keeps it. */
function modeOfIndex({ headers }: PatchSection): string | undefined {
  return /^\S* (\d{6})$/.exec(headers.get('index') ?? '')?.[1];
}

/** The id of an empty blob starts so in a repository with SHA-1, and with SHA-256; without an id nothing is left out. */
function removesEmptyFile({ headers }: PatchSection): boolean {
  return /^(?:e69de29|473a0f4)/.test(headers.get('index') ?? 'e69de29');
}

function commitOf(hunks: readonly PatchHunk[], kind: 'added' | 'deleted'): string | undefined {
  const lines = hunks.flatMap((hunk) => hunk.lines).filter((line) => line.kind === kind);
  return /^Subproject commit ([0-9a-f]{40,64})/.exec(lines[0]?.text ?? '')?.[1];
}
