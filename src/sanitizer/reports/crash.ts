import { crashStart, grammarOf } from './beginnings.ts';
import { excerpt, stableMessage } from './log.ts';
import type { Log, Reading } from './log.ts';
import { kindInfo } from './kinds.ts';
import { place } from './native-frames.ts';
import type { ReportStack } from './report.ts';
import { fatalVerdict, libraryKind, panicVerdict, signalKind } from './runtime-messages.ts';
import type { Verdict } from './runtime-messages.ts';
import { isTracebackHeading, readTraceback } from './goroutines.ts';
import { StackList } from './stacks.ts';

/** Lines between what the runtime says first and the first goroutine: a panic's text may have many. */
const maximalHeaderLines = 80;

/** So far above `SIGABRT: abort` the C library's own words are looked for. */
const wordsAbove = 6;

/** What the runtime said before the traceback. */
interface Header {
  /** The first line of it: the C library speaks above the runtime. */
  readonly start: number;
  readonly verdict: Verdict;
  readonly message: string;
  /** The line that the traceback begins on; undefined where none follows. */
  readonly traceback: number | undefined;
  /** The first line behind the header's own. */
  readonly end: number;
}

/** Panics, fatal errors and signals, with the goroutine that met them first and then the others. */
export function readCrash(log: Log, start: number): Reading {
  const { lines } = log;
  const header = readHeader(lines, start);
  const isOwnLine = crashStart(lines[start] ?? '') === 0;
  // A program may print the word `panic: ` itself; what only the runtime says is believed where the log ends early.
  const isKnown = isOwnLine && !['panic', 'fatal-error'].includes(header.verdict.kind);
  if (header.traceback === undefined && !isKnown) return { reports: [], end: start + 1 };
  const stacks = new StackList();
  const firstRole = openResultStack(header, stacks) ? 'goroutine' : 'access';
  const traceback =
    header.traceback === undefined ? undefined : readTraceback(log, header.traceback, firstRole, stacks);
  const end = traceback?.end ?? header.end;
  const { text, isCut } = excerpt(log, header.start, traceback?.tellingEnd ?? header.end);
  const found = stacks.finished();
  if (kindInfo(header.verdict.kind).concerns === 'program' && isPrinted(found)) return { reports: [], end };
  const report = {
    ...header.verdict,
    message: stableMessage([header.message]),
    stacks: found,
    text,
    isTruncated:
      isCut ||
      stacks.isCut ||
      !found.some(({ role }) => role === 'access') ||
      (!log.isWhole && end === lines.length),
  } as const;
  return { reports: [report], end };
}

/** The program printed the stack itself: it has recovered from the panic, and went on. */
function isPrinted(stacks: readonly ReportStack[]): boolean {
  const access = stacks.find(({ role }) => role === 'access');
  return access?.frames[0]?.function.startsWith('runtime/debug.') ?? false;
}

function readHeader(lines: readonly string[], start: number): Header {
  const first = (lines[start] ?? '').slice(Math.max(0, crashStart(lines[start] ?? '')));
  let headline = first;
  let isInCgo = false;
  let end = start + 1;
  let traceback: number | undefined;
  for (let at = start + 1; at < lines.length && at - start < maximalHeaderLines; at++) {
    const line = lines[at] ?? '';
    if (isTracebackHeading(line)) {
      traceback = at;
      break;
    }
    if (line.startsWith('fatal error: ') && /^(?:unexpected|write of) /.test(headline)) headline = line;
    else if (grammarOf(line) !== undefined) break;
    isInCgo ||= line === 'signal arrived during cgo execution';
    // A traceback follows an empty line; without one only the lines up to here are the runtime's.
    if (line === '') continue;
    if (end === at) end = at + 1;
  }
  return { ...judged(headline, isInCgo, lines, start), traceback, end };
}

function judged(
  headline: string,
  isInCgo: boolean,
  lines: readonly string[],
  start: number,
): Pick<Header, 'start' | 'verdict' | 'message'> {
  const fatal = textBehind(headline, 'fatal error: ');
  if (fatal !== undefined) return { start, verdict: fatalVerdict(fatal), message: headline };
  const panic = textBehind(headline, 'panic: ');
  if (panic !== undefined) {
    const message = headline.replace(/ \[recovered.{0,40}\]$/, '');
    return { start, verdict: panicVerdict(panic), message };
  }
  if (headline.startsWith('write of unpinned Go pointer ')) {
    return { start, verdict: { tool: 'cgocheck2', kind: 'go-pointer-stored' }, message: headline };
  }
  if (headline.startsWith('unexpected fault address')) {
    return { start, verdict: { tool: 'go', kind: 'unexpected-fault' }, message: headline };
  }
  const signal = headline.slice(0, headline.indexOf(':'));
  const said = signal === 'SIGABRT' ? libraryWords(lines, start) : undefined;
  if (said !== undefined) return { ...said, verdict: { tool: 'go', kind: said.kind } };
  const message = `${headline}${isInCgo ? ' in C code' : ''}`;
  return { start, verdict: { tool: 'go', kind: signalKind(signal, isInCgo) }, message };
}

/** What the C library said shortly above the line `start`, where it called abort. */
function libraryWords(
  lines: readonly string[],
  start: number,
): { readonly start: number; readonly kind: string; readonly message: string } | undefined {
  for (let at = start - 1; at >= Math.max(0, start - wordsAbove); at--) {
    const message = lines[at] ?? '';
    const kind = libraryKind(message);
    if (kind !== undefined) return { start: at, kind, message };
  }
  return undefined;
}

/** The check of a result names the exported function in its message; its stack has only the call of C. */
function openResultStack({ message }: Header, stacks: StackList): boolean {
  const match =
    /^panic: (?:runtime error: )?(.{1,1024}:\d{1,9}): result of Go function (\S{1,400}) called from cgo /.exec(
      message,
    );
  if (match === null) return false;
  stacks.open('access', message);
  stacks.add({ function: match[2] ?? '', ...place(match[1] ?? ''), language: 'go' });
  return true;
}

function textBehind(line: string, heading: string): string | undefined {
  return line.startsWith(heading) ? line.slice(heading.length).trim() : undefined;
}
