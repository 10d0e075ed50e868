import { grammarOf } from './beginnings.ts';
import { excerpt, stableMessage } from './log.ts';
import type { Log, Reading } from './log.ts';
import { nativeFrame } from './native-frames.ts';
import { bounds } from './report.ts';
import type { SanitizerReport } from './report.ts';
import { StackList } from './stacks.ts';

const leakHeading = /\b(Direct|Indirect) leak of \d{1,20} byte\(s\) in \d{1,20} object\(s\) allocated from:/;

/** Lines of other text that may stand between two lines of a report before it counts as broken off. */
const patience = 200;

interface Leak {
  readonly from: number;
  readonly isDirect: boolean;
  readonly message: string;
  readonly stacks: StackList;
}

/** Each place that memory was lost from is a report of its own. */
export function readLeaks(log: Log, start: number): Reading {
  const { lines } = log;
  const reports: SanitizerReport[] = [];
  let leak: Leak | undefined;
  let end = start + 1;
  const finish = (isWhole: boolean): void => {
    if (leak !== undefined) reports.push(reportOf(log, leak, end, isWhole));
    leak = undefined;
  };
  for (let at = start + 1; at < lines.length && at - end < patience; at++) {
    if (reports.length >= bounds.reports) break;
    const line = lines[at] ?? '';
    if (grammarOf(line) !== undefined) break;
    if (/\bSUMMARY: (?:Address|Leak)Sanitizer: /.test(line)) {
      finish(true);
      end = at + 1;
      break;
    }
    const heading = leakHeading.exec(line);
    if (heading !== null) {
      finish(true);
      const stacks = new StackList();
      stacks.open('leak', line);
      leak = { from: at, isDirect: heading[1] === 'Direct', message: heading[0], stacks };
      end = at + 1;
      continue;
    }
    const frame = nativeFrame(line)?.frame;
    if (leak === undefined || frame === undefined) continue;
    leak.stacks.add(frame);
    end = at + 1;
  }
  finish(false);
  return { reports, end };
}

function reportOf(log: Log, leak: Leak, end: number, isWhole: boolean): SanitizerReport {
  const { text, isCut } = excerpt(log, leak.from, end);
  return {
    tool: 'lsan',
    kind: leak.isDirect ? 'leak' : 'indirect-leak',
    message: stableMessage([leak.message.replace(/ allocated from:$/, '')]),
    stacks: leak.stacks.finished(),
    text,
    isTruncated: !isWhole || isCut || leak.stacks.isCut,
  };
}
