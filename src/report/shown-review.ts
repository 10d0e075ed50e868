/** A review as GitHub shows it: what the HTML page and the terminal view are rendered from. */
import type { DiffSide } from '../diff/positions.ts';
import type { Verdict } from './report.ts';

export interface ShownComment {
  readonly author: string;
  /** Markdown. */
  readonly body: string;
  readonly path: string;
  /** The last commented line, 1-based, in the file of its side. */
  readonly line: number;
  readonly startLine?: number;
  readonly side: DiffSide;
  /** The hunk as unified diff text with its `@@` line; it may end at the commented line, as GitHub's does. */
  readonly diffHunk: string;
}

export interface ShownReview {
  /** What is reviewed, e.g. `Cache the volume names #12`. */
  readonly title: string;
  readonly author: string;
  readonly verdict: Verdict;
  /** Markdown; empty where the review has no text of its own. */
  readonly body: string;
  readonly comments: readonly ShownComment[];
}

export interface DiffRow {
  readonly kind: 'hunk' | 'context' | 'added' | 'deleted';
  readonly oldLine?: number;
  readonly newLine?: number;
  /** The line without its first character. */
  readonly text: string;
  /** Whether the comment is on this line. */
  readonly commented: boolean;
}

/** GitHub shows three lines above the commented ones. */
const contextLines = 3;

/** The rows of the hunk that stand above a comment: the commented lines and a few before them. */
export function diffRows(comment: ShownComment): readonly DiffRow[] {
  const rows = numberedRows(comment);
  const last = rows.findLastIndex((row) => row.commented);
  // A hunk that does not hold the line is shown as it is.
  if (last === -1) return rows;
  const first = rows.findIndex((row) => row.commented);
  const from = Math.max(0, first - contextLines);
  return rows.slice(from, last + 1);
}

/** The text of the commented lines on the comment's own side: what a suggestion replaces. */
export function commentedLines(comment: ShownComment): readonly string[] {
  return numberedRows(comment)
    .filter((row) => row.commented)
    .map((row) => row.text);
}

function numberedRows({ diffHunk, line, startLine = line, side }: ShownComment): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  let oldLine = 0;
  let newLine = 0;
  const within = (number: number, on: boolean): boolean => on && startLine <= number && number <= line;
  for (const text of diffHunk.replace(/\n$/, '').split('\n')) {
    const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(text);
    if (header !== null) {
      oldLine = Number(header[1]);
      newLine = Number(header[2]);
      rows.push({ kind: 'hunk', text, commented: false });
    } else if (text.startsWith('+')) {
      const commented = within(newLine, side === 'RIGHT');
      rows.push({ kind: 'added', newLine: newLine++, text: text.slice(1), commented });
    } else if (text.startsWith('-')) {
      const commented = within(oldLine, side === 'LEFT');
      rows.push({ kind: 'deleted', oldLine: oldLine++, text: text.slice(1), commented });
    } else if (!text.startsWith('\\')) {
      const commented = within(side === 'RIGHT' ? newLine : oldLine, true);
      rows.push({ kind: 'context', oldLine: oldLine++, newLine: newLine++, text: text.slice(1), commented });
    }
  }
  return rows;
}

/** `Comment on lines +12 to +14` with the sign of the side, as GitHub heads it. */
export function commentedRange({ line, startLine, side }: ShownComment): string {
  const sign = side === 'LEFT' ? '-' : '+';
  return startLine === undefined || startLine === line
    ? `Comment on line ${sign}${line}`
    : `Comment on lines ${sign}${startLine} to ${sign}${line}`;
}

export function verdictTitle(verdict: Verdict): string {
  switch (verdict) {
    case 'pass':
      return 'Check passed';
    case 'fail':
      return 'Check failed';
    case 'incomplete':
      return 'Check incomplete: something that changed could not be analysed';
  }
}
