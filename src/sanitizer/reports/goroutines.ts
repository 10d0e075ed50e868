import { grammarOf } from './beginnings.ts';
import type { Log } from './log.ts';
import type { Frame, StackRole } from './report.ts';
import type { StackList } from './stacks.ts';
import { symbolOfCall, tracebackPlace } from './traceback.ts';

/**
 * The goroutines that the runtime prints when a program dies (`tracebackothers` and `dopanic_m`): a heading, then
 * pairs of lines, the call and its place behind a tab.
 */
const goroutineHeading = /^goroutine \d{1,20} (?:gp=0x|m=|\[)/;
const runtimeHeading = 'runtime stack:';
const creation = /^created by (\S.{0,1000}?)(?: in goroutine \d{1,20})?$/;

/** The place of a C frame, for which a symbolizer of the program spoke: its offset in the function is not told. */
const ofSymbolizer = /:\d{1,9} pc=0x[0-9a-f]{1,16}$/;

/** Lines of other text that may stand between two lines of a traceback before it has ended. */
const patience = 40;

interface Traceback {
  /** The first line behind the traceback. */
  readonly end: number;
  /** The first line behind the goroutine that met the error; the others are waiting for something. */
  readonly tellingEnd: number;
}

/** One goroutine: its heading and frames. */
interface Goroutine {
  readonly label: string;
  readonly isSystemStack: boolean;
  readonly frames: Frame[];
  created: { readonly label: string; readonly frame: Frame } | undefined;
}

export function isTracebackHeading(line: string): boolean {
  return goroutineHeading.test(line) || line === runtimeHeading;
}

/** Reads the goroutines from the heading on the line `start`; `firstRole` is the role of the one that met the error. */
export function readTraceback(log: Log, start: number, firstRole: StackRole, stacks: StackList): Traceback {
  const { lines } = log;
  let end = start;
  let tellingEnd: number | undefined;
  let isTold = false;
  let goroutine: Goroutine | undefined;
  let call: string | undefined;
  const finish = (): void => {
    if (goroutine === undefined) return;
    keep(goroutine, isTold ? undefined : firstRole, stacks);
    if (!goroutine.isSystemStack && !isTold) {
      isTold = true;
      tellingEnd = end;
    }
    goroutine = undefined;
  };
  for (let at = start; at < lines.length && at - end < patience; at++) {
    const line = lines[at] ?? '';
    if (at > start && grammarOf(line) !== undefined) break;
    if (isTracebackHeading(line)) {
      finish();
      goroutine = { label: line, isSystemStack: line === runtimeHeading, frames: [], created: undefined };
      end = at + 1;
      continue;
    }
    const placed = call === undefined ? undefined : tracebackPlace(line);
    if (goroutine !== undefined && call !== undefined && placed !== undefined) {
      addFrame(goroutine, call, { ...placed, ...(ofSymbolizer.test(line) ? {} : { language: 'go' }) });
      end = at + 1;
      call = undefined;
    } else if (line !== '') call = line;
  }
  finish();
  return { end, tellingEnd: tellingEnd ?? end };
}

function addFrame(goroutine: Goroutine, call: string, placed: Omit<Frame, 'function'>): void {
  const creator = creation.exec(call)?.[1];
  if (creator !== undefined) {
    goroutine.created ??= { label: call, frame: { function: creator, ...placed } };
    return;
  }
  goroutine.frames.push({ function: symbolOfCall(call), ...placed });
}

/** The first goroutine met the error; of the others those count that are in code of somebody else than the runtime. */
function keep(
  { label, isSystemStack, frames, created }: Goroutine,
  firstRole: StackRole | undefined,
  stacks: StackList,
): void {
  const isOthers = frames.some(({ function: name }) => !/^(?:internal\/)?runtime[./]/.test(name));
  if (firstRole === undefined && !isOthers) return;
  stacks.open(isSystemStack ? 'thread' : (firstRole ?? 'goroutine'), label);
  for (const frame of frames) stacks.add(frame);
  if (firstRole !== undefined && !isSystemStack && created !== undefined) {
    stacks.open('goroutine', created.label);
    stacks.add(created.frame);
  }
}
