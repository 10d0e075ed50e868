import { clip } from '../../report/plain.ts';
import { bounds } from './report.ts';
import type { SanitizerReport } from './report.ts';

/** A log as its lines: without line ends and colours, each cut at its bound. */
export interface Log {
  readonly lines: readonly string[];
  /** The last line was written to its end, and nothing of the log was left out. */
  readonly isWhole: boolean;
}

/** Reads a log; any of `\n`, `\r\n` and `\r` ends a line. */
export function readLog(text: string): Log {
  const read = text.slice(0, bounds.log);
  const lines = read.split(/\r\n|[\r\n]/).map((line) => withoutColours(cut(line, bounds.line)));
  const isWhole = read.length === text.length && lines.at(-1) === '';
  return { lines: isWhole ? lines.slice(0, -1) : lines, isWhole };
}

function withoutColours(line: string): string {
  return line.includes('\u001b') ? line.replace(/\u001b\[[0-9;]{0,16}m/g, '') : line;
}

/** The beginning of a text, never half a surrogate pair. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const kept = text.slice(0, length);
  return /[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept;
}

/** The reports that begin on one line of a log, and the first line behind them. */
export interface Reading {
  readonly reports: readonly SanitizerReport[];
  readonly end: number;
}

/** The lines from `from` to before `to`, within the bound of a report's text. */
export function excerpt(
  log: Log,
  from: number,
  to: number,
): { readonly text: string; readonly isCut: boolean } {
  const kept: string[] = [];
  let length = 0;
  let isCut = false;
  for (const line of log.lines.slice(from, to)) {
    length += line.length + 1;
    isCut ||= line.length >= bounds.line - 1;
    if (length > bounds.text) {
      isCut = true;
      break;
    }
    kept.push(line);
  }
  return { text: kept.join('\n').trimEnd(), isCut };
}

/** One line of a message: addresses, which differ from run to run, are left out. */
export function stableMessage(parts: readonly string[]): string {
  const told = parts.map((part) =>
    part
      .replace(/0x[0-9a-f]{1,16}/gi, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
  return clip(told.filter((part) => part !== '').join(', '), bounds.message);
}

export function boundedLabel(line: string): string {
  return clip(line.trim(), bounds.label);
}
