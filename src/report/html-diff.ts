/** A diff as an HTML table. */
import { escapeHtml } from './html-text.ts';
import type { DiffRow } from './shown-review.ts';

const marks: Readonly<Record<DiffRow['kind'], string>> = { hunk: '', context: ' ', added: '+', deleted: '-' };

export function diffTable(rows: readonly DiffRow[]): string {
  const lines = rows.map((row) => {
    const classes = row.commented ? `${row.kind} commented` : row.kind;
    const number = (value: number | undefined): string => `<td class="num">${value ?? ''}</td>`;
    const text = `<td>${marks[row.kind]}${escapeHtml(row.text)}</td>`;
    return `<tr class="${classes}">${number(row.oldLine)}${number(row.newLine)}${text}</tr>`;
  });
  return `<table class="diff"><tbody>\n${lines.join('\n')}\n</tbody></table>`;
}

/** A line of a unified diff as a row without line numbers. */
export function diffRow(line: string): DiffRow {
  if (line.startsWith('@@') || line.startsWith('+++') || line.startsWith('---')) return row('hunk', line);
  if (line.startsWith('+')) return row('added', line.slice(1));
  if (line.startsWith('-')) return row('deleted', line.slice(1));
  return row('context', line.slice(1));
}

export function row(kind: DiffRow['kind'], text: string): DiffRow {
  return { kind, text, commented: false };
}
