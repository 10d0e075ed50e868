import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { applyHunks, invertHunk } from '../diff/apply.ts';
import type { ContentPatch, FilePatch, Patch } from '../diff/patch.ts';
import type { TreeEntry } from '../source/snapshot.ts';

/** A file of the work tree, or what a patch made of one. */
export interface PatchedFile {
  readonly kind: TreeEntry['kind'];
  readonly content: FileContent;
}

export type FileContent =
  /** The text with its byte order mark, or the target of a symbolic link. */
  | { readonly kind: 'text'; readonly text: string }
  /** There is no text to patch; the problem is a clause after the path. The entry is the file's, where it is as it was. */
  | {
      readonly kind: 'opaque';
      readonly problem: string;
      readonly isBinary: boolean;
      readonly entry?: TreeEntry;
    }
  | { readonly kind: 'submodule'; readonly commit: string };

/** The files at the paths that a patch touches. */
export type PatchedFiles = ReadonlyMap<string, PatchedFile>;

export type Direction = 'forward' | 'reverse';

/** Where a patch does not fit. */
export interface Misfit {
  /** A clause: "`a.go` differs from it at line 12". */
  readonly problem: string;
  /** How many of the patch's files fit before. */
  readonly fitting: number;
}

/** Puts a patch onto some files, or takes it back from them. */
export function applyPatch(
  files: PatchedFiles,
  patch: Patch,
  direction: Direction,
): Result<PatchedFiles, Misfit> {
  const steps = patch.steps.map((step) => step.map(direction === 'forward' ? forwardEdit : reverseEdit));
  if (direction === 'reverse') steps.reverse();
  let current = files;
  let fitting = 0;
  for (const edits of steps) {
    const next = new Map(current);
    const written = new Map<string, PatchedFile>();
    for (const edit of edits) {
      const result = editFile(current, edit, patch.isWithoutContext);
      if (!result.ok) return err({ problem: result.error, fitting });
      if (edit.from !== undefined && !edit.keepsSource) next.delete(edit.from);
      if (edit.to !== undefined && result.value !== undefined) written.set(edit.to, result.value);
      fitting++;
    }
    // What another file of the same commit left free, as in a swap of two names, may be taken.
    for (const [path, file] of written) {
      if (next.has(path))
        return err({ problem: `\`${path}\` is there already`, fitting: fitting - edits.length });
      next.set(path, file);
    }
    current = next;
  }
  return ok(current);
}

/** A file's patch in the direction in which it is applied. */
interface Edit {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly keepsSource: boolean;
  /** Whether what goes has to be empty once the hunks are applied; a copy that is taken back is not. */
  readonly removesAll: boolean;
  readonly fromMode: string | undefined;
  readonly toMode: string | undefined;
  readonly content: ContentPatch;
}

function forwardEdit(patch: FilePatch): Edit {
  return {
    from: patch.oldPath,
    to: patch.newPath,
    keepsSource: patch.isCopy,
    removesAll: true,
    fromMode: patch.oldMode,
    toMode: patch.newMode,
    content: patch.content,
  };
}

function reverseEdit(patch: FilePatch): Edit {
  return {
    from: patch.newPath,
    to: patch.isCopy ? undefined : patch.oldPath,
    keepsSource: false,
    removesAll: !patch.isCopy,
    fromMode: patch.newMode,
    toMode: patch.oldMode,
    content: inverse(patch.content),
  };
}

function inverse(content: ContentPatch): ContentPatch {
  switch (content.kind) {
    case 'text':
      return { kind: 'text', hunks: content.hunks.map(invertHunk) };
    case 'submodule':
      return { kind: 'submodule', old: content.new, new: content.old };
    case 'binary':
    case 'omitted':
      return content;
  }
}

/** The file that an edit leaves; undefined where it leaves none. The error is a misfit's problem. */
function editFile(files: PatchedFiles, edit: Edit, exactly: boolean): Result<PatchedFile | undefined> {
  const { from, to, content } = edit;
  const source = from === undefined ? undefined : files.get(from);
  if (from !== undefined && source === undefined) return err(`\`${from}\` is not there`);
  const kind = expectedKind(edit);
  if (source !== undefined && kind !== undefined && source.kind !== kind) {
    return err(`\`${from ?? ''}\` is a ${kindNames[source.kind]} and not a ${kindNames[kind]}`);
  }
  const edited = editContent(source?.content, content, exactly);
  if (!edited.ok) return err(`\`${from ?? to ?? ''}\` differs from it at line ${edited.error}`);
  if (to === undefined) {
    const isLeft =
      edit.removesAll && content.kind === 'text' && edited.value.kind === 'text' && edited.value.text !== '';
    return isLeft ? err(`\`${from ?? ''}\` has more lines than it removes`) : ok(undefined);
  }
  return ok({ kind: kindOf(edit.toMode) ?? source?.kind ?? 'file', content: edited.value });
}

/** Undefined where the patch says nothing of the kind, as in a pure rename. */
function expectedKind({ content, fromMode }: Edit): TreeEntry['kind'] | undefined {
  if (content.kind === 'submodule') return 'submodule';
  if (fromMode !== undefined) return kindOf(fromMode);
  return content.kind === 'text' && content.hunks.length > 0 ? 'file' : undefined;
}

const kindNames: Readonly<Record<TreeEntry['kind'], string>> = {
  file: 'file',
  symlink: 'symbolic link',
  submodule: 'submodule',
};

/** The kind that git's mode says; its first three octal digits are the type. */
function kindOf(mode: string | undefined): TreeEntry['kind'] | undefined {
  if (mode === undefined) return undefined;
  return mode.startsWith('160') ? 'submodule' : mode.startsWith('120') ? 'symlink' : 'file';
}

/** The error is the first line that differs. */
function editContent(
  source: FileContent | undefined,
  patch: ContentPatch,
  exactly: boolean,
): Result<FileContent, number> {
  switch (patch.kind) {
    case 'binary':
      return ok({ kind: 'opaque', problem: 'is binary in the patch', isBinary: true });
    case 'omitted':
      return ok({ kind: 'opaque', problem: 'is removed by the patch without its text', isBinary: false });
    case 'submodule': {
      const before = source?.kind === 'submodule' ? source.commit : '';
      return ok({ kind: 'submodule', commit: patch.new ?? before });
    }
    case 'text': {
      if (patch.hunks.length === 0) return ok(source ?? { kind: 'text', text: '' });
      if (source?.kind === 'opaque') {
        return ok({ kind: 'opaque', problem: source.problem, isBinary: source.isBinary });
      }
      const text = source?.kind === 'text' ? source.text : '';
      const applied = applyHunks(text, patch.hunks, exactly);
      return applied.ok ? ok({ kind: 'text', text: applied.value }) : applied;
    }
  }
}
