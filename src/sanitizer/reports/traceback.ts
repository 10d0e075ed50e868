import { cut } from './log.ts';
import { place } from './native-frames.ts';
import { bounds } from './report.ts';
import type { Frame } from './report.ts';

/** Pieces of Go's tracebacks (`traceback.go` of the runtime), which the race detector's reports are made of as well. */

/** `main.(*T).f` of `main.(*T).f(0xc000012345, {0x1, 0x2?})`: arguments hold braces and no parentheses. */
export function symbolOfCall(call: string): string {
  const end = call.endsWith(')') ? call.lastIndexOf('(') : -1;
  return cut((end === -1 ? call : call.slice(0, end)).trim(), bounds.symbol);
}

/** The file and line of an indented line `/a/b.go:12 +0x1d fp=0x… sp=0x… pc=0x…`; undefined for any other line. */
export function tracebackPlace(line: string): Pick<Frame, 'file' | 'line'> | undefined {
  const match = /^(?:\t| {6})(\S.{0,1030}?:\d{1,9})(?: (?:\+0x|fp=0x|pc=0x)[0-9a-f]{1,16}.*)?$/.exec(line);
  return match === null ? undefined : place(match[1] ?? '');
}
