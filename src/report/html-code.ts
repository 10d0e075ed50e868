/** The code around a finding as HTML. */
import type { Location, Span } from '../base/span.ts';
import { lastLine } from '../base/span.ts';
import type { SourceLines } from './columns.ts';
import { utf16Offset } from './columns.ts';
import { escapeHtml } from './html-text.ts';
import { clip } from './plain.ts';
import { counted } from './wording.ts';

const contextLines = 3;
/** Of a longer range only the first lines are shown. */
const maxMarkedLines = 12;
const maxLineWidth = 500;

/**
 * The lines of a location with three before and after them, the range marked; empty where the file's lines
 * are not at hand.
 */
export function codeFrame({ path, span }: Location, source: SourceLines): string {
  const lines = source(path);
  if (lines === undefined || span.start.line > lines.length) return '';
  const last = Math.min(lastLine(span), lines.length);
  const cut = Math.min(last, span.start.line + maxMarkedLines - 1);
  const from = Math.max(1, span.start.line - contextLines);
  const to = cut < last ? cut : Math.min(lines.length, last + contextLines);
  const rows: string[] = [];
  for (let number = from; number <= to; number++) {
    const within = number >= span.start.line && number <= cut;
    const text = lines[number - 1] ?? '';
    const html = within ? markedLine(text, number, span) : escapeHtml(clip(text, maxLineWidth));
    const row = within ? '<tr class="hit">' : '<tr>';
    rows.push(`${row}<td class="num">${number}</td><td>${html}</td></tr>`);
  }
  if (cut < last) {
    rows.push(`<tr><td class="num"></td><td class="more">${counted(last - cut, 'more line')}</td></tr>`);
  }
  return `<table class="diff frame"><tbody>\n${rows.join('\n')}\n</tbody></table>`;
}

function markedLine(line: string, number: number, span: Span): string {
  const shown = clip(line, maxLineWidth);
  // The white space before the code of a later line is not part of what is claimed.
  const indent = line.length - line.trimStart().length;
  const from = number === span.start.line ? utf16Offset(line, span.start.column) : indent;
  const to = number === span.end.line ? utf16Offset(line, span.end.column) : line.length;
  const marked = shown.slice(from, to);
  if (marked === '') return escapeHtml(shown);
  return `${escapeHtml(shown.slice(0, from))}<mark>${escapeHtml(marked)}</mark>${escapeHtml(shown.slice(to))}`;
}

/** The first line of a location without its indent; undefined where it is not at hand or empty. */
export function codeLine({ path, span }: Location, source: SourceLines): string | undefined {
  const line = source(path)?.[span.start.line - 1]?.trim();
  return line === undefined || line === '' ? undefined : clip(line, maxLineWidth);
}
