import { TextIndex } from '../base/text.ts';
import { cLineComments } from './c-tokens.ts';
import type { SyntaxTree } from './tree.ts';

/** A `//cgoreview:ignore RULE[,RULE] [until=YYYY-MM-DD] -- reason` comment. */
export interface Suppression {
  /** The line whose findings it silences: its own where code stands before it, else the next line with code. */
  readonly line: number;
  /** The line that the comment stands on. */
  readonly commentLine: number;
  readonly rules: readonly string[];
  readonly reason: string;
  /** Last day on which it holds, `YYYY-MM-DD`. */
  readonly until?: string;
}

/** A suppression that does not have the form it needs, and so silences nothing. */
export interface MalformedSuppression {
  readonly line: number;
  readonly message: string;
}

const prefix = '//cgoreview:ignore';
const form = '`//cgoreview:ignore RULE[,RULE] [until=YYYY-MM-DD] -- reason`';

/** The suppressions of a file, well-formed and not. */
export interface ReadSuppressions {
  readonly suppressions: readonly Suppression[];
  readonly malformed: readonly MalformedSuppression[];
}

/** A comment with the markers that it starts with, and where it starts. */
interface Comment {
  readonly text: string;
  /** UTF-16 offset. */
  readonly start: number;
}

/** All suppressions of a Go file, parsed once. */
export function readSuppressions(tree: SyntaxTree): ReadSuppressions {
  return suppressionsAmong(tree.root.all('comment'), tree.text, tree.index);
}

/**
 * The suppressions in the `//` comments of a C text.
 *
 * @param text a C file, or the C text of a preamble at its own offsets in the Go file
 */
export function readCSuppressions(text: string): ReadSuppressions {
  // Next to no file has one.
  if (!text.includes('cgoreview:')) return { suppressions: [], malformed: [] };
  const comments = cLineComments(text).map(({ start, end }) => ({ text: text.slice(start, end), start }));
  return suppressionsAmong(comments, text, new TextIndex(text));
}

function suppressionsAmong(comments: readonly Comment[], source: string, index: TextIndex): ReadSuppressions {
  const suppressions: Suppression[] = [];
  const malformed: MalformedSuppression[] = [];
  for (const comment of comments) {
    const text = comment.text.trimEnd();
    const line = index.lineAt(comment.start);
    if (/^\/\/\s+cgoreview:/.test(text)) {
      malformed.push({
        line,
        message: 'the suppression has a space behind `//`, and is no directive: take it out',
      });
      continue;
    }
    // Another word that only starts like it is another directive.
    if (!text.startsWith(prefix) || !/^(\s|$)/.test(text.slice(prefix.length))) continue;
    const parsed = parseSuppression(text.slice(prefix.length));
    if (typeof parsed === 'string') {
      malformed.push({ line, message: parsed });
    } else {
      const isBehindCode = source.slice(index.lineStart(line), comment.start).trim() !== '';
      const silenced = isBehindCode ? line : lineOfCodeBelow(line, index);
      suppressions.push({ ...parsed, commentLine: line, line: silenced });
    }
  }
  return { suppressions, malformed };
}

function parseSuppression(rest: string): Omit<Suppression, 'line' | 'commentLine'> | string {
  const separator = rest.indexOf('--');
  const reason = separator < 0 ? '' : rest.slice(separator + 2).trim();
  if (reason === '') return `the suppression has no reason: write ${form}`;
  const words = rest
    .slice(0, separator)
    .split(/\s+/)
    .filter((word) => word !== '');
  const rules: string[] = [];
  let until: string | undefined;
  for (const word of words) {
    if (word.startsWith('until=')) {
      until = word.slice('until='.length);
      if (!isDate(until)) return `the suppression's date \`${until}\` is not a day: write until=YYYY-MM-DD`;
    } else {
      rules.push(...word.split(',').filter((rule) => rule !== ''));
    }
  }
  if (rules.length === 0) return `the suppression names no rule: write ${form}`;
  return { rules, reason, ...(until === undefined ? {} : { until }) };
}

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const isLeapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

function lineOfCodeBelow(line: number, index: TextIndex): number {
  let next = line + 1;
  while (next <= index.lineCount && isBlankOrComment(index.lineText(next))) next++;
  return next;
}

function isBlankOrComment(line: string): boolean {
  const text = line.trim();
  return text === '' || text.startsWith('//');
}
