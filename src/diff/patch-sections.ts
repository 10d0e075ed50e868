import { readHeaders, skipBinaryPatch } from './git-headers.ts';
import type { Headers, Paths } from './git-headers.ts';
import { readHunk } from './hunk-parser.ts';
import type { DiffReader, PatchHunk } from './hunk-parser.ts';
import { gitLineNames, parseLabel } from './patch-paths.ts';
import type { Label } from './patch-paths.ts';

/** What a patch says of one file, before its paths are known. */
export interface PatchSection {
  /** The line of the patch at which it starts, 1-based. */
  readonly line: number;
  /** The names of its `diff --git` line; undefined where there is none, or it does not tell them apart. */
  readonly names: Paths | undefined;
  /** The labels `---` and `+++`, where there are hunks. */
  readonly labels: { readonly old: Label; readonly new: Label } | undefined;
  readonly headers: Headers;
  readonly isBinary: boolean;
  readonly hunks: readonly PatchHunk[];
}

/** The sections of one commit: they all change the state before it. */
export type PatchStep = readonly PatchSection[];

export interface PatchSections {
  readonly steps: readonly PatchStep[];
  /** Names of files on one side only, of which `diff -r` without `-N` says no more. */
  readonly onlyIn: readonly string[];
}

const noHeaders: Headers = new Map();

/** Reads the sections of a patch, and past all text around them: mails, commit messages, statistics. */
export function readSections(reader: DiffReader): PatchSections {
  const steps: PatchSection[][] = [[]];
  const onlyIn: string[] = [];
  let afterHunk = false;
  while (reader.line !== undefined) {
    const section = readSection(reader);
    if (section !== undefined) {
      steps.at(-1)?.push(section);
      afterHunk = section.hunks.length > 0;
      continue;
    }
    const line = reader.line;
    if (afterHunk && /^(?:[ +]|-(?!- ?$))/.test(line)) {
      throw reader.malformed('the hunk before it has more lines than its header announces');
    }
    if (/^@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@/.test(line)) {
      throw reader.malformed('the names of the hunk’s file (`--- a/…` and `+++ b/…`) are missing');
    }
    // The first line of a mail that `git format-patch` wrote: a commit begins, which changes what the one before left.
    if (/^From [0-9a-f]{40,64} /.test(line)) steps.push([]);
    const name = /^Only in (.+)$/.exec(line)?.[1];
    if (name !== undefined) onlyIn.push(name.replace(': ', '/'));
    afterHunk = false;
    reader.advance();
  }
  return { steps: steps.filter((step) => step.length > 0), onlyIn };
}

function readSection(reader: DiffReader): PatchSection | undefined {
  const { line = '' } = reader;
  if (/^diff --(?:cc|combined) /.test(line) || line.startsWith('* Unmerged path ')) {
    throw reader.malformed(
      'the combined diff of a merge or conflict cannot be applied; compare two revisions',
    );
  }
  if (line.startsWith('diff --git ')) return readGitSection(reader);
  const start = { line: reader.lineNumber, names: undefined, headers: noHeaders };
  if (line.startsWith('--- ') && reader.ahead(1)?.startsWith('+++ ') && reader.ahead(2)?.startsWith('@@ ')) {
    return { ...start, labels: readLabels(reader), isBinary: false, hunks: readAllHunks(reader) };
  }
  const binary = /^Binary files (.+) and (.+) differ$/.exec(line);
  if (binary !== null) {
    const [old, current] = [parseLabel(binary[1] ?? ''), parseLabel(binary[2] ?? '')];
    if (old === undefined || current === undefined) throw reader.malformed('its names are malformed');
    reader.advance();
    return { ...start, labels: { old, new: current }, isBinary: true, hunks: [] };
  }
  // The form of `diff.submodule=log`.
  const submodule = /^Submodule (.+) ([0-9a-f]{7,64})\.{2,3}([0-9a-f]{7,64})(?:[: ]|$)/.exec(line);
  if (submodule === null) return undefined;
  const [, path = ''] = submodule;
  reader.advance();
  const headers: Headers = new Map([['index', ' 160000']]);
  return {
    ...start,
    names: { old: path, new: path },
    headers,
    labels: undefined,
    isBinary: false,
    hunks: [],
  };
}

function readGitSection(reader: DiffReader): PatchSection {
  const line = reader.lineNumber;
  const names = gitLineNames(reader.take('diff --git ') ?? '');
  const headers = readHeaders(reader);
  const start = { line, names, headers, labels: undefined, hunks: [] };
  if (reader.take('Binary files ') !== undefined) return { ...start, isBinary: true };
  if (reader.take('GIT binary patch') !== undefined) {
    skipBinaryPatch(reader);
    return { ...start, isBinary: true };
  }
  if (!reader.line?.startsWith('--- ')) return { ...start, isBinary: false };
  return { ...start, isBinary: false, labels: readLabels(reader), hunks: readAllHunks(reader) };
}

function readLabels(reader: DiffReader): { readonly old: Label; readonly new: Label } {
  const old = parseLabel(reader.take('--- ') ?? '"');
  if (old === undefined) throw reader.malformed('its name is malformed', reader.lineNumber - 1);
  const current = parseLabel(reader.take('+++ ') ?? '"');
  if (current === undefined) throw reader.malformed('`+++` and a name were expected');
  return { old, new: current };
}

function readAllHunks(reader: DiffReader): PatchHunk[] {
  const hunks: PatchHunk[] = [];
  do {
    hunks.push(readHunk(reader));
  } while (reader.line?.startsWith('@@ '));
  return hunks;
}
