import type { Hunk, HunkLine } from './change.ts';
import { newRange, oldRange } from './hunk.ts';

/** The lines of a diff and the place up to which they are read. */
export class DiffReader {
  private readonly lines: readonly string[];
  private next = 0;

  constructor(text: string) {
    // Only `\n` ends a line of a diff: a `\r` or another separator before it is the file's own text.
    const lines = text.split('\n');
    if (lines.at(-1) === '') lines.pop();
    this.lines = lines;
  }

  /** The line that is to be read next; undefined at the end. */
  get line(): string | undefined {
    return this.lines[this.next];
  }

  /** A line after {@link line}; 1 is the one that follows it. */
  ahead(count: number): string | undefined {
    return this.lines[this.next + count];
  }

  advance(): void {
    this.next++;
  }

  /** The rest of the next line where it starts with `prefix`; the line is read then. */
  take(prefix: string): string | undefined {
    const line = this.line;
    if (!line?.startsWith(prefix)) return undefined;
    this.advance();
    return line.slice(prefix.length);
  }

  /** The 1-based number of the line that is to be read next. */
  get lineNumber(): number {
    return this.next + 1;
  }

  /** An error about a line: the one that is to be read next unless another is named. */
  malformed(problem: string, lineNumber = this.lineNumber): MalformedDiff {
    return new MalformedDiff(`line ${lineNumber}: ${problem}`);
  }
}

/** How the parts of the parser tell each other of a malformed diff; it never leaves `unified.ts` and `patch.ts`. */
export class MalformedDiff extends Error {
  override readonly name = 'MalformedDiff';
}

/** A hunk with what an application of it needs besides its lines. */
export interface PatchHunk extends Hunk {
  readonly lines: readonly PatchLine[];
}

interface PatchLine extends HunkLine {
  /** Whether a newline ends the line; `\ No newline at end of file` says that none does. */
  readonly terminated: boolean;
}

/**
 * Reads the hunks that follow, none included. They must ascend, and each must stand where the hunks before
 * it moved it, since every position of a review rests on their numbers.
 */
export function readHunks(reader: DiffReader): Hunk[] {
  const hunks: Hunk[] = [];
  let oldEnd = 1;
  let newEnd = 1;
  while (reader.line?.startsWith('@@ ')) {
    const lineNumber = reader.lineNumber;
    const hunk = readHunk(reader);
    const [oldLines, newLines] = [oldRange(hunk), newRange(hunk)];
    if (oldLines.start < oldEnd || newLines.start - oldLines.start !== newEnd - oldEnd) {
      throw reader.malformed('the hunk does not stand where the hunks before it leave it', lineNumber);
    }
    oldEnd = oldLines.end;
    newEnd = newLines.end;
    hunks.push({ ...hunk, lines: hunk.lines.map(({ kind, text }) => ({ kind, text })) });
  }
  return hunks;
}

/** Reads one hunk, wherever it says that it stands. */
export function readHunk(reader: DiffReader): PatchHunk {
  const hunk = readHeader(reader);
  return { ...hunk, lines: readBody(reader, hunk) };
}

function readHeader(reader: DiffReader): Omit<Hunk, 'lines'> {
  const match = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@(?: |$)/.exec(reader.line ?? '');
  if (match === null) throw reader.malformed('a hunk header such as `@@ -1,2 +1,3 @@` was expected');
  const [, oldStart, oldLines = '1', newStart, newLines = '1'] = match;
  const hunk = {
    oldStart: Number(oldStart),
    oldLines: Number(oldLines),
    newStart: Number(newStart),
    newLines: Number(newLines),
  };
  if (hunk.oldLines + hunk.newLines === 0) throw reader.malformed('the hunk announces no lines');
  if ((hunk.oldLines > 0 && hunk.oldStart === 0) || (hunk.newLines > 0 && hunk.newStart === 0)) {
    throw reader.malformed('the hunk starts at line 0');
  }
  reader.advance();
  return hunk;
}

function readBody(reader: DiffReader, hunk: Omit<Hunk, 'lines'>): PatchLine[] {
  const lines: PatchLine[] = [];
  let oldLeft = hunk.oldLines;
  let newLeft = hunk.newLines;
  while (oldLeft > 0 || newLeft > 0) {
    const line = reader.line;
    if (line === undefined) throw reader.malformed('the diff ends inside a hunk');
    const kind = lineKind(line);
    if (kind === undefined) {
      throw reader.malformed('a line of a hunk starts with a space, `+`, `-` or `\\`');
    }
    if (kind === 'no-newline') {
      if (lines.length === 0) throw reader.malformed('`\\ No newline at end of file` follows no line');
      leaveUnterminated(lines);
    } else {
      if (kind !== 'added' && oldLeft-- === 0) throw reader.malformed('the hunk has too many old lines');
      if (kind !== 'deleted' && newLeft-- === 0) throw reader.malformed('the hunk has too many new lines');
      lines.push({ kind, text: line.slice(1), terminated: true });
    }
    reader.advance();
  }
  if (reader.take('\\ ') !== undefined) leaveUnterminated(lines);
  return lines;
}

function leaveUnterminated(lines: PatchLine[]): void {
  const last = lines.pop();
  if (last !== undefined) lines.push({ ...last, terminated: false });
}

function lineKind(line: string): HunkLine['kind'] | 'no-newline' | undefined {
  switch (line[0]) {
    case ' ':
    // With `diff.suppressBlankEmpty`, git prints an empty context line without its space.
    case undefined:
      return 'context';
    case '+':
      return 'added';
    case '-':
      return 'deleted';
    case '\\':
      return 'no-newline';
    default:
      return undefined;
  }
}
