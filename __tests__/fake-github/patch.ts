/** A line of a hunk with its numbers on the two sides and its place in the patch. */
export interface PatchLine {
  readonly kind: 'context' | 'added' | 'deleted';
  /** Without the leading sign and without the newline; a carriage return stays. */
  readonly text: string;
  readonly oldLine?: number;
  readonly newLine?: number;
  /** Lines below the patch's first `@@`: what GitHub calls `position`. */
  readonly position: number;
}

export interface PatchHunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  /** The position of the `@@` line itself. */
  readonly position: number;
  readonly lines: readonly PatchLine[];
}

/** The hunks of one file, and their text as GitHub sends it: from the first `@@` on, no file header. */
export interface Patch {
  readonly text: readonly string[];
  readonly hunks: readonly PatchHunk[];
  readonly binary: boolean;
}

export type Side = 'LEFT' | 'RIGHT';

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/** Splits the output of `git diff-tree -p` into one patch for each `diff --git` section. */
export function parsePatches(output: string): readonly Patch[] {
  const lines = output.split('\n');
  const patches: Patch[] = [];
  let text: string[] = [];
  let hunks: PatchHunk[] = [];
  let binary = false;
  let open = false;
  const close = (): void => {
    if (open) patches.push({ text, hunks, binary });
    text = [];
    hunks = [];
    binary = false;
  };
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? '';
    if (line.startsWith('diff --git ')) {
      close();
      open = true;
    } else if (line.startsWith('Binary files ')) {
      binary = true;
    } else if (line.startsWith('@@ ')) {
      const { hunk, end } = parseHunk(lines, at, text.length);
      text.push(...lines.slice(at, end));
      hunks.push(hunk);
      at = end;
      continue;
    }
    at++;
  }
  close();
  return patches;
}

/** Joins the two sections that git writes for a file whose type changed. */
export function joinPatches(first: Patch, second: Patch): Patch {
  const offset = first.text.length;
  const moved = second.hunks.map((hunk) => ({
    ...hunk,
    position: hunk.position + offset,
    lines: hunk.lines.map((line) => ({ ...line, position: line.position + offset })),
  }));
  return {
    text: [...first.text, ...second.text],
    hunks: [...first.hunks, ...moved],
    binary: first.binary || second.binary,
  };
}

function parseHunk(
  lines: readonly string[],
  start: number,
  position: number,
): { readonly hunk: PatchHunk; readonly end: number } {
  const header = HUNK.exec(lines[start] ?? '');
  if (header === null) throw new Error(`not a hunk header: ${lines[start] ?? ''}`);
  const [oldStart, oldLines, newStart, newLines] = [
    header[1],
    header[2] ?? '1',
    header[3],
    header[4] ?? '1',
  ].map(Number) as [number, number, number, number];
  const body: PatchLine[] = [];
  let oldLine = oldStart;
  let newLine = newStart;
  let at = start + 1;
  // The header's counts end the hunk, not what a line looks like: a deleted line may begin with "-- ".
  while (
    oldLine < oldStart + oldLines ||
    newLine < newStart + newLines ||
    (lines[at] ?? '').startsWith('\\')
  ) {
    const line = lines[at];
    if (line === undefined) throw new Error(`the hunk ${lines[start] ?? ''} ends too early`);
    const place = { text: line.slice(1), position: position + at - start };
    if (line.startsWith('+')) body.push({ kind: 'added', newLine: newLine++, ...place });
    else if (line.startsWith('-')) body.push({ kind: 'deleted', oldLine: oldLine++, ...place });
    else if (!line.startsWith('\\')) {
      body.push({ kind: 'context', oldLine: oldLine++, newLine: newLine++, ...place });
    }
    at++;
  }
  return { hunk: { oldStart, oldLines, newStart, newLines, position, lines: body }, end: at };
}

/** Where a line of a side stands in a patch; undefined where no hunk shows it. */
export function findLine(
  patch: Patch,
  side: Side,
  line: number,
): { readonly hunk: PatchHunk; readonly line: PatchLine } | undefined {
  for (const hunk of patch.hunks) {
    const found = hunk.lines.find((each) => (side === 'LEFT' ? each.oldLine : each.newLine) === line);
    if (found !== undefined) return { hunk, line: found };
  }
  return undefined;
}

/** The line of the new side that an unchanged line of the old side became; undefined if it was changed. */
export function followLine(patch: Patch, oldLine: number): number | undefined {
  let shift = 0;
  for (const hunk of patch.hunks) {
    if (oldLine < hunk.oldStart) break;
    // With context around every change, a hunk without old lines is that of a file that was empty.
    if (oldLine < hunk.oldStart + hunk.oldLines) {
      return hunk.lines.find((line) => line.oldLine === oldLine)?.newLine;
    }
    shift += hunk.newLines - hunk.oldLines;
  }
  return oldLine + shift;
}
