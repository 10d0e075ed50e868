import { cut } from './log.ts';
import { bounds } from './report.ts';
import type { Frame } from './report.ts';

/**
 * Frames as the sanitizers print them (`DEFAULT` of `stack_trace_format` in compiler-rt's
 * `sanitizer_stacktrace_printer.cpp`): `#N 0xPC in FUNCTION FILE:LINE[:COLUMN]`, `in FUNCTION (MODULE+0xOFF)`, or
 * `(MODULE+0xOFF)` alone; behind a module clang adds `(BuildId: …)`.
 */

interface NumberedFrame {
  readonly number: number;
  readonly frame: Frame;
}

const frameStart = /(?:^|\s)#(\d{1,4}) 0x[0-9a-f]{1,16}(?=\s)/;
const buildId = /\s\(BuildId: [0-9a-f]{1,80}\)\s*$/;

/** The frame on a line; undefined where there is none. */
export function nativeFrame(line: string): NumberedFrame | undefined {
  const match = frameStart.exec(line);
  if (match === null) return undefined;
  const rest = line
    .slice(match.index + match[0].length)
    .replace(buildId, '')
    .trim();
  const frame = rest.startsWith('in ') ? symbolised(rest.slice(3)) : inModule('', rest);
  return { number: Number(match[1]), frame };
}

function symbolised(text: string): Frame {
  if (text.endsWith(')')) {
    const at = text.lastIndexOf(' (');
    // A C++ function ends with a parenthesis too, but a place follows it.
    if (at !== -1) return inModule(text.slice(0, at), text.slice(at + 1));
  }
  const at = placeStart(text);
  if (at === -1) return { function: bounded(text) };
  return { function: bounded(text.slice(0, at)), ...place(text.slice(at + 1)) };
}

/**
 * Where the place begins. A symbol may hold spaces (`f(int, char)`, `main.F[struct { X int }]`), a path too: an
 * absolute path begins at the first slash behind a space, any other at the last space.
 */
function placeStart(text: string): number {
  const absolute = text.indexOf(' /');
  return absolute === -1 ? text.lastIndexOf(' ') : absolute;
}

function inModule(symbol: string, text: string): Frame {
  const module = /^\((.{1,1024})\)$/.exec(text)?.[1];
  return { function: bounded(symbol), ...(module === undefined ? {} : { module: cut(module, bounds.file) }) };
}

/**
 * A file with its line and column. Output of the program may stand right behind it, where the report and the program
 * wrote at the same time.
 */
export function place(text: string): Pick<Frame, 'file' | 'line' | 'column'> {
  const match =
    /^(.{1,1024}?):(\d{1,9})(?::(\d{1,9}))?$/.exec(text) ??
    /^(.{1,1024}?\.(?:go|c|h|cc|cpp|cxx|hpp|s|S|m|inc)):(\d{1,9})(?::(\d{1,9}))?(?!\d)/.exec(text);
  if (match === null) return { file: cut(text, bounds.file) };
  const line = Number(match[2]);
  const column = Number(match[3] ?? 0);
  return {
    file: match[1] ?? '',
    // The compilers write line 0 for code of their own.
    ...(line > 0 ? { line } : {}),
    ...(line > 0 && column > 0 ? { column } : {}),
  };
}

function bounded(symbol: string): string {
  return cut(symbol.trim(), bounds.symbol);
}
