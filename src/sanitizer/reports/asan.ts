import { asanHeading, grammarOf } from './beginnings.ts';
import { excerpt, stableMessage } from './log.ts';
import type { Log, Reading } from './log.ts';
import { nativeFrame, place } from './native-frames.ts';
import type { StackRole } from './report.ts';
import { StackList } from './stacks.ts';

/**
 * Errors whose heading is not their name (compiler-rt's `asan_errors.cpp`); the SUMMARY line has the name, but a log
 * may end before it.
 */
const phrasedKinds: readonly (readonly [RegExp, string])[] = [
  [/^attempting double-free\b/, 'double-free'],
  [/^attempting free on address which was not malloc/, 'bad-free'],
  [/^attempting to call malloc_usable_size/, 'bad-malloc-usable-size'],
  [/^SEGV\b/, 'segv'],
  [/^(?:BUS|FPE|ILL|ABRT|TRAP)\b/, 'deadly-signal'],
  [/^(?:calloc|reallocarray|pvalloc) parameters overflow/, 'allocation-size-overflow'],
  [/^requested allocation size\b/, 'allocation-size-too-big'],
  [/^(?:allocator is out of memory|out of memory|specified RSS limit)/i, 'out-of-memory'],
  [/^invalid (?:aligned_alloc|posix_memalign)? ?(?:allocation )?alignment\b/, 'invalid-allocation-alignment'],
];

const namedKind = /^[a-z]{1,20}(?:-[a-z0-9]{1,20}){1,6}(?=[\s:(]|$)/;

/** Errors of the tool and not of the program: `CHECK failed: …`, `failed to intercept …`. */
const ownFailure = /^(?:CHECK failed|failed to |nested bug )/;

const headings: readonly (readonly [RegExp, StackRole])[] = [
  [/\b(?:READ|WRITE|ACCESS) of size \d{1,20} at 0x/, 'access'],
  [/\bfreed by thread T\d/, 'free'],
  [/\b(?:previously )?allocated by thread T\d/, 'allocation'],
  [/\bThread T\d{1,9} (?:\([^)]{0,64}\) )?created by T\d/, 'thread'],
  [/\bis located in stack of thread T\d/, 'frame-object'],
];

const globalVariable =
  /\bglobal variable '([^']{1,400})'(?: from '[^']{1,1024}')? (?:defined in|\()\s?'?([^'()]{1,1024}?)'?[\s)]/;

/** Lines of other text that may stand between two lines of a report before it counts as broken off. */
const patience = 200;

export function readAsan(log: Log, start: number): Reading {
  const heading = headingOf(log.lines[start] ?? '');
  if (ownFailure.test(heading)) return { reports: [], end: start + 1 };
  const stacks = new StackList();
  stacks.open('access', heading);
  const details = new Map<string, string>();
  const { lines } = log;
  let end = start + 1;
  let isEnded = false;
  for (let at = start + 1; at < lines.length && at - end < patience && !isEnded; at++) {
    const line = lines[at] ?? '';
    if (grammarOf(line) !== undefined) break;
    isEnded = line.includes('SUMMARY: AddressSanitizer: ');
    if (isEnded || readLine(line, stacks, details)) end = at + 1;
  }
  const { text, isCut } = excerpt(log, startOfText(lines, start), end);
  const report = {
    tool: 'asan',
    kind: kindOf(heading),
    message: stableMessage([headline(heading), ...details.values()]),
    stacks: stacks.finished(),
    text,
    isTruncated: !isEnded || isCut || stacks.isCut,
  } as const;
  return { reports: [report], end };
}

/** Reads a line behind the heading; false where it is no part of a report. */
function readLine(line: string, stacks: StackList, details: Map<string, string>): boolean {
  const numbered = nativeFrame(line);
  if (numbered !== undefined) {
    // Frames count from 0: a second stack whose heading is not known has no role.
    if (numbered.number === 0 && stacks.depth > 0) stacks.close();
    stacks.add(numbered.frame);
    return true;
  }
  const known = headings.find(([pattern]) => pattern.test(line));
  const isDetail = readDetail(line, details);
  if (known !== undefined) {
    stacks.open(known[1], line);
    return true;
  }
  const variable = globalVariable.exec(line);
  if (variable !== null) {
    stacks.open('frame-object', line);
    stacks.add({ function: variable[1] ?? '', ...place(variable[2] ?? '') });
    stacks.close();
  }
  return isDetail || variable !== null || line.includes('==ABORTING');
}

/** What a line adds to the message, under a name that holds for one such line. */
function readDetail(line: string, details: Map<string, string>): boolean {
  for (const [name, pattern] of detailPatterns) {
    const found = pattern.exec(line)?.[1];
    if (found === undefined) continue;
    if (!details.has(name)) details.set(name, found);
    return true;
  }
  return false;
}

const detailPatterns: readonly (readonly [string, RegExp])[] = [
  ['access', /\b((?:READ|WRITE|ACCESS) of size \d{1,20}) at /],
  ['signal', /The signal is (caused by an? \w{1,16} memory access)/],
  ['hint', /Hint: ([^.]{1,120})/],
  ['place', /\b0x[0-9a-f]{1,16} is located (.{1,160}?) (?:\[0x|\(0x|defined in|of thread )/],
  ['place', /\bAddress 0x[0-9a-f]{1,16} is (?:located in )?(stack of|a wild pointer)/],
  ['variable', /('[^']{1,80}'.{0,40} <== Memory access at offset .{1,80})$/],
];

function kindOf(heading: string): string {
  const phrased = phrasedKinds.find(([pattern]) => pattern.test(heading));
  return phrased?.[1] ?? namedKind.exec(heading)?.[0] ?? 'unknown-error';
}

/** The heading up to its addresses. */
function headline(heading: string): string {
  const end = heading.search(/ (?:on|at) (?:unknown )?address 0x| on 0x|: 0x| \(pc |: \(/);
  return end === -1 ? heading : heading.slice(0, end);
}

/** The line of `=` and the announcement of a signal belong to the report below. */
function startOfText(lines: readonly string[], start: number): number {
  let from = start;
  while (from > 0 && /^(?:=+$|AddressSanitizer:DEADLYSIGNAL)/.test(lines[from - 1] ?? '')) from--;
  return from;
}

/** What follows the name of the tool. */
function headingOf(line: string): string {
  const found = asanHeading.exec(line);
  return line.slice((found?.index ?? 0) + (found?.[0].length ?? 0)).trim();
}
