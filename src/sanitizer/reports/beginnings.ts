/** The lines that a report begins on, for every tool: where one begins, the one before it has ended. */

export type Grammar = 'asan' | 'lsan' | 'race' | 'valgrind' | 'crash';

export const asanHeading = /==\d{1,10}==ERROR: AddressSanitizer: /;
const lsanHeading = /==\d{1,10}==ERROR: LeakSanitizer: detected memory leaks/;
const raceHeading = 'WARNING: DATA RACE';

/** What the Go runtime says first when it ends a program. */
const crashHeadings = [
  'fatal error: ',
  'panic: ',
  'unexpected fault address ',
  'write of unpinned Go pointer ',
] as const;

/** Signals that the program brought on itself: `SIGSEGV: segmentation violation`. Others were sent to end it. */
const signalHeading = /^SIG(?:SEGV|BUS|ABRT|FPE|ILL|TRAP|SYS): \w/;

/** These come from the runtime even behind a text that had no line end: nobody else writes them. */
const distinctHeadings = [
  'fatal error: checkptr: ',
  'fatal error: unpinned Go pointer stored into non-Go memory',
  'panic: runtime error: ',
] as const;

/** What valgrind begins an error with; a lost block of a thread's own memory and the like are no errors. */
export const valgrindHeading =
  /==\d{1,10}== (?:Invalid (?:read|write) of size \d|Invalid free\(\) |Mismatched free\(\) |[\d,]{1,20} (?:\([\d,]{1,20} direct, [\d,]{1,20} indirect\) )?bytes in [\d,]{1,20} blocks are definitely lost)/;

/** The grammar of the report that begins on the line; undefined where none does. */
export function grammarOf(line: string): Grammar | undefined {
  if (asanHeading.test(line)) return 'asan';
  if (lsanHeading.test(line)) return 'lsan';
  if (line.includes(raceHeading)) return 'race';
  if (valgrindHeading.test(line)) return 'valgrind';
  return crashStart(line) === -1 ? undefined : 'crash';
}

/** The offset at which the runtime's words begin in the line, or -1. */
export function crashStart(line: string): number {
  if (crashHeadings.some((heading) => line.startsWith(heading)) || signalHeading.test(line)) return 0;
  for (const heading of distinctHeadings) {
    const at = line.indexOf(heading);
    if (at !== -1) return at;
  }
  return -1;
}
