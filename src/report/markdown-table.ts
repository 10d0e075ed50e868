/** Tables within a budget of bytes: what does not fit is counted. */
import { tableRow } from './markdown.ts';
import { takeWithin } from './plain.ts';
import { counted } from './wording.ts';

/** A table of rendered rows under a title; undefined without rows. */
export function table(
  title: string,
  header: readonly string[],
  rows: readonly string[],
  bytes: number,
): string | undefined {
  if (rows.length === 0) return undefined;
  const { taken, left } = takeWithin(rows, bytes);
  const lines = [tableRow(header), tableRow(header.map(() => '---')), ...taken, ...spill(left)];
  return title === '' ? lines.join('\n') : [title, '', ...lines].join('\n');
}

/** States what did not fit. */
export function spill(left: number): readonly string[] {
  return left === 0 ? [] : ['', `${counted(left, 'more', 'more')} in the JSON report.`];
}
