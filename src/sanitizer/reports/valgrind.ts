import { grammarOf, valgrindHeading } from './beginnings.ts';
import { cut, excerpt, stableMessage } from './log.ts';
import type { Log, Reading } from './log.ts';
import { place } from './native-frames.ts';
import { bounds } from './report.ts';
import type { Frame } from './report.ts';
import { StackList } from './stacks.ts';

/**
 * Errors of valgrind's memcheck (`mc_errors.c`): every line has the process, a heading one space, a stack three
 * (`at 0xPC: FUNCTION (FILE:LINE)`, `by …`). Reads and writes count only where memcheck knows the heap block that
 * they miss: it takes the stacks of goroutines for anything.
 */
const prefix = /^==\d{1,10}== /;
const frameLine = /^ {3}(?:at|by) 0x[0-9A-F]{1,16}: (.{1,2048})$/;
const blockLine =
  /^ Address 0x[0-9a-f]{1,16} is ([\d,]{1,20} bytes (inside|before|after)) (an? (?:unallocated )?block of size [\d,]{1,20}) (free'd|alloc'd)/;

interface Block {
  readonly message: string;
  readonly side: string;
  readonly isFreed: boolean;
}

/** Lines of other text that may stand between two lines of an error before it counts as broken off. */
const patience = 40;

export function readValgrind(log: Log, start: number): Reading {
  const { lines } = log;
  const { owner, heading } = headingOf(lines[start] ?? '');
  const isLeak = heading.includes('definitely lost');
  const stacks = new StackList();
  stacks.open(isLeak ? 'leak' : 'access', heading);
  let block: Block | undefined;
  let end = start + 1;
  let isEnded = false;
  for (let at = start + 1; at < lines.length && at - end < patience && !isEnded; at++) {
    const line = lines[at] ?? '';
    if (grammarOf(line) !== undefined) break;
    if (!line.startsWith(owner.trimEnd())) continue;
    const text = line.slice(owner.length);
    isEnded = text.trim() === '';
    const frame = frameLine.exec(text)?.[1];
    if (frame !== undefined) stacks.add(frameOf(frame));
    else block = openSection(text, stacks) ?? block;
    if (!isEnded) end = at + 1;
  }
  const kind = kindOf(heading, isLeak, block);
  if (kind === undefined) return { reports: [], end };
  const { text, isCut } = excerpt(log, start, end);
  const report = {
    tool: 'valgrind',
    kind,
    message: stableMessage([heading.replace(/ in loss record .*$/, ''), block?.message ?? '']),
    stacks: stacks.finished(),
    text,
    isTruncated: !isEnded || isCut || stacks.isCut,
  } as const;
  return { reports: [report], end };
}

/** The process, `==12== `, and the heading; output of the program may stand before them. */
function headingOf(line: string): { readonly owner: string; readonly heading: string } {
  const found = valgrindHeading.exec(line);
  const text = line.slice(found?.index ?? 0);
  const owner = prefix.exec(text)?.[0] ?? '';
  return { owner, heading: text.slice(owner.length) };
}

/** Opens the stack that a line between stacks announces; the block where the line tells of one. */
function openSection(text: string, stacks: StackList): Block | undefined {
  const match = blockLine.exec(text);
  if (match !== null) {
    const isFreed = match[4] === "free'd";
    stacks.open(isFreed ? 'free' : 'allocation', text);
    return {
      message: `${match[1] ?? ''} ${match[3] ?? ''} ${match[4] ?? ''}`,
      side: match[2] ?? '',
      isFreed,
    };
  }
  if (text.startsWith(" Block was alloc'd at")) stacks.open('allocation', text);
  else if (text.startsWith(' Address 0x')) stacks.close();
  return undefined;
}

function kindOf(heading: string, isLeak: boolean, block: Block | undefined): string | undefined {
  if (isLeak) return 'leak';
  if (heading.startsWith('Mismatched free')) return 'alloc-dealloc-mismatch';
  if (heading.startsWith('Invalid free')) return block?.isFreed ? 'double-free' : 'bad-free';
  if (block === undefined) return undefined;
  if (block.isFreed) return 'heap-use-after-free';
  return block.side === 'inside' ? undefined : 'heap-buffer-overflow';
}

/** `f (a.c:12)`, `f (in /lib/x.so)`, `???`: a symbol may hold spaces and parentheses itself. */
function frameOf(text: string): Frame {
  const at = text.lastIndexOf(' (');
  if (at === -1 || !text.endsWith(')')) return { function: text === '???' ? '' : cut(text, bounds.symbol) };
  const symbol = text.slice(0, at);
  const where = text.slice(at + 2, -1);
  const name = symbol === '???' ? '' : cut(symbol, bounds.symbol);
  if (where.startsWith('in ')) return { function: name, module: cut(where.slice(3), bounds.file) };
  return { function: name, ...place(where) };
}
