/**
 * Where a report of the Go runtime or of a sanitizer begins. All of them are searched for in one pass, and none
 * repeats without a bound.
 */
const reportStart =
  /panic: |fatal error: |unexpected fault address|SIGSEGV: |WARNING: DATA RACE|==\d{1,10}==(?:ERROR|HINT|AddressSanitizer|LeakSanitizer)|Shadow memory range interleaves|FATAL: ThreadSanitizer|ThreadSanitizer: /;

/** The longest of them, so that one which two chunks share is found. */
const longestStart = 64;

/** What stands before the report's first line may belong to it: cgocheck2 says which pointer it means. */
const leadBytes = 2048;

/** The most that is kept of one process's output. */
const longestExcerpt = 256 * 1024;

/**
 * Reads the output of a process as it comes and keeps, in bounded memory, what stands from the first report on.
 */
export class OutputExcerpt {
  private recent = '';
  private kept: string | undefined;

  /** Bytes are taken as Latin-1 until the end, so that a character that two chunks share stays whole. */
  add(chunk: Buffer): void {
    const text = chunk.toString('latin1');
    if (this.kept !== undefined) {
      this.kept += text.slice(0, longestExcerpt - this.kept.length);
      return;
    }
    const all = this.recent + text;
    const from = Math.max(0, this.recent.length - longestStart);
    const found = reportStart.exec(all.slice(from));
    if (found === null) {
      this.recent = all.slice(-leadBytes - longestStart);
      return;
    }
    const start = Math.max(0, from + found.index - leadBytes);
    const lineEnd = start === 0 ? -1 : all.indexOf('\n', start);
    this.kept = all.slice(lineEnd + 1, lineEnd + 1 + longestExcerpt);
    this.recent = '';
  }

  /** The output from the first report on, with a few lines before it; undefined where there was none. */
  text(): string | undefined {
    return this.kept === undefined ? undefined : Buffer.from(this.kept, 'latin1').toString('utf8');
  }
}
