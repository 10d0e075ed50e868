import { grammarOf } from './beginnings.ts';
import { symbolOfCall, tracebackPlace } from './traceback.ts';
import { excerpt, stableMessage } from './log.ts';
import type { Log, Reading } from './log.ts';
import type { StackRole } from './report.ts';
import { StackList } from './stacks.ts';

/**
 * Reports of the race detector (`PrintReport` for Go in compiler-rt's `tsan_report.cpp`): a heading, then pairs of
 * lines, the call with two spaces and its place with six.
 */
const headings: readonly (readonly [RegExp, StackRole])[] = [
  [/^Previous (?:atomic )?(?:read|write) (?:at|of) /i, 'previous-access'],
  [/^(?:atomic )?(?:read|write) (?:at|of) /i, 'access'],
  [/^Goroutine \d{1,20} .{0,40}created at:/, 'goroutine'],
];

const rule = /^={10,}\s*$/;

/** Lines of other text that may stand between two lines of a report before it counts as broken off. */
const patience = 100;

export function readRace(log: Log, start: number): Reading {
  const { lines } = log;
  const stacks = new StackList();
  const accesses: string[] = [];
  let call: string | undefined;
  let end = start + 1;
  let isEnded = false;
  for (let at = start + 1; at < lines.length && at - end < patience && !isEnded; at++) {
    const line = lines[at] ?? '';
    if (grammarOf(line) !== undefined) break;
    isEnded = rule.test(line);
    const known = headings.find(([pattern]) => pattern.test(line));
    const placed = known === undefined && call !== undefined ? tracebackPlace(line) : undefined;
    if (known !== undefined) {
      stacks.open(known[1], line);
      if (known[1] !== 'goroutine') accesses.push(line.replace(/ (?:at|of) 0x.*$/, ''));
    } else if (placed !== undefined && call !== undefined) {
      stacks.add({ function: call, ...placed, language: 'go' });
    }
    call = known === undefined && isCall(line) ? symbolOfCall(line) : undefined;
    if (isEnded || known !== undefined || placed !== undefined || call !== undefined) end = at + 1;
  }
  // A program may print the words itself.
  if (accesses.length === 0) return { reports: [], end };
  const hasRule = start > 0 && rule.test(lines[start - 1] ?? '');
  const { text, isCut } = excerpt(log, hasRule ? start - 1 : start, end);
  const report = {
    tool: 'race',
    kind: 'data-race',
    message: stableMessage(['data race', ...accesses.slice(0, 2)]),
    stacks: stacks.finished(),
    text,
    isTruncated: !isEnded || isCut || stacks.isCut,
  } as const;
  return { reports: [report], end };
}

/** Two spaces, a symbol and its parentheses. */
function isCall(line: string): boolean {
  return /^ {2}\S/.test(line) && line.endsWith(')') && line.includes('(');
}
