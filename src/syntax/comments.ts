import type { Node, SyntaxTree } from './tree.ts';

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

/** All suppressions of a file, parsed once. */
export function readSuppressions(tree: SyntaxTree): {
  suppressions: Suppression[];
  malformed: MalformedSuppression[];
} {
  const suppressions: Suppression[] = [];
  const malformed: MalformedSuppression[] = [];
  for (const comment of tree.root.all('comment')) {
    const text = comment.text.trimEnd();
    if (/^\/\/\s+cgoreview:/.test(text)) {
      malformed.push({
        line: comment.line,
        message: 'the suppression has a space behind `//`, and is no directive: take it out',
      });
      continue;
    }
    // Another word that only starts like it is another directive.
    if (!text.startsWith(prefix) || !/^(\s|$)/.test(text.slice(prefix.length))) continue;
    const line = comment.line;
    const parsed = parseSuppression(text.slice(prefix.length));
    if (typeof parsed === 'string') {
      malformed.push({ line, message: parsed });
    } else {
      suppressions.push({ ...parsed, commentLine: line, line: silencedLine(tree, comment) });
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

function silencedLine(tree: SyntaxTree, comment: Node): number {
  const line = comment.line;
  const before = tree.text.slice(tree.index.lineStart(line), comment.start);
  if (before.trim() !== '') return line;
  let next = line + 1;
  while (next <= tree.index.lineCount && isBlankOrComment(tree.index.lineText(next))) next++;
  return next;
}

function isBlankOrComment(line: string): boolean {
  const text = line.trim();
  return text === '' || text.startsWith('//');
}
