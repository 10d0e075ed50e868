import type { ReportDraft } from './report-draft.ts';

/** A position as Go prints it. */
export interface GoPosition {
  readonly file: string;
  readonly line: number;
  readonly column: number | undefined;
}

/** Reads `file:line:column` or `file:line`; the file may hold colons. Undefined for `-` and the like. */
export function goPosition(text: string): GoPosition | undefined {
  const match = /:(\d{1,9})(?::(\d{1,9}))?$/.exec(text);
  if (match === null) return undefined;
  const [suffix, line, column] = match;
  const file = text.slice(0, -suffix.length);
  return { file, line: Number(line), column: column === undefined ? undefined : Number(column) };
}

/** Lines of the go command that are news and no trouble. */
const news = /^(?:go: (?:downloading|finding|extracting|added|upgraded) |exit status \d|$)/;

/** What gosec has the go command call every package. */
const unnamed = '# command-line-arguments';

/**
 * Adds the first error of each package of the go command's text to a draft: under a line `# example.com/package`
 * stands what the compiler or cgo said of it, the most telling line first.
 */
export function addGoErrors(lines: readonly string[], draft: ReportDraft): void {
  let subject: string | undefined;
  let isTold = false;
  for (const raw of lines) {
    const line = raw.trimEnd();
    if (line.startsWith('# ')) {
      subject = line === unnamed ? undefined : line.slice(2);
      isTold = false;
    } else if (!news.test(line) && !isTold) {
      const text = line.replace(/^vet: /, '').replace(/^\.\//, '');
      draft.problem(subject === undefined ? text : `${subject}: ${text}`, goFile(text));
      isTold = true;
    }
  }
}

/** The file that a compiler's line begins with; empty where it begins with none. */
function goFile(line: string): string {
  return /^((?:[A-Za-z]:)?[^:\s]{1,1000}):\d/.exec(line)?.[1] ?? '';
}
