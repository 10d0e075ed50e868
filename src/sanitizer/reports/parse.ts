import { readAsan } from './asan.ts';
import { grammarOf } from './beginnings.ts';
import type { Grammar } from './beginnings.ts';
import { readCrash } from './crash.ts';
import { readLeaks } from './leaks.ts';
import { readLog } from './log.ts';
import type { Log, Reading } from './log.ts';
import { readRace } from './race.ts';
import { bounds } from './report.ts';
import type { SanitizerReport } from './report.ts';
import { readValgrind } from './valgrind.ts';

const readers: Readonly<Record<Grammar, (log: Log, start: number) => Reading>> = {
  asan: readAsan,
  lsan: readLeaks,
  race: readRace,
  valgrind: readValgrind,
  crash: readCrash,
};

/**
 * The reports of AddressSanitizer, LeakSanitizer, the race detector, checkptr, cgocheck, valgrind and the Go runtime
 * in a log, in its order. Any text gives a value: output of the program may stand around and within the reports, the
 * log may end anywhere, and what is no report is passed over. The work is linear in the text, of which the first
 * `bounds.log` units are read.
 */
export function parseReports(text: string): readonly SanitizerReport[] {
  const log = readLog(text);
  const reports: SanitizerReport[] = [];
  for (let at = 0; at < log.lines.length && reports.length < bounds.reports;) {
    const grammar = grammarOf(log.lines[at] ?? '');
    const reading = grammar === undefined ? undefined : readers[grammar](log, at);
    for (const report of reading?.reports ?? []) reports.push(report);
    at = reading?.end ?? at + 1;
  }
  return reports.slice(0, bounds.reports);
}
