/**
 * What a dynamic tool reported, as a value. The text that it is read from was printed by a program under test: every
 * string is bounded, and none is to be shown unescaped.
 */

/** `lsan` speaks through AddressSanitizer's runtime; `go` is the Go runtime itself: panics, fatal errors, signals. */
export type SanitizerTool =
  'asan' | 'lsan' | 'checkptr' | 'cgocheck' | 'cgocheck2' | 'race' | 'go' | 'valgrind';

/** One frame as the report has it; what is missing there is missing here. */
export interface Frame {
  /** The symbol, verbatim; empty where the tool knew none. */
  readonly function: string;
  /** The file, verbatim: absolute, relative to the build, under `/_/` after `-trimpath`, or a bare name. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** From 1, in bytes; clang's reports have it. */
  readonly column?: number;
  /** The binary with the offset in it, `/tmp/kit.test+0x67955f`, where the report names it in place of a file. */
  readonly module?: string;
  /** Where the grammar of the report tells that the frame is Go code. */
  readonly language?: 'go';
}

export type StackRole =
  'access' | 'free' | 'allocation' | 'leak' | 'previous-access' | 'goroutine' | 'thread' | 'frame-object';

/** A call stack of the report, the innermost frame first. */
export interface ReportStack {
  /**
   * `access` is what the tool stopped at: the faulting access, the bad free, the failed check, the first of two
   * accesses that race. `goroutine` is another goroutine, or where one was started; `thread` where a thread was
   * started, or the stack that the runtime reported from. `frame-object` is the variable whose bounds were passed.
   */
  readonly role: StackRole;
  /** The heading of the stack, verbatim up to a bound. */
  readonly label: string;
  readonly frames: readonly Frame[];
}

export interface SanitizerReport {
  readonly tool: SanitizerTool;
  /** In kebab case: `heap-use-after-free`, `leak`, `data-race`. `kinds.ts` says what each means. */
  readonly kind: string;
  /** One line in the tool's words, without addresses and ids: the same error gives the same line in every run. */
  readonly message: string;
  readonly stacks: readonly ReportStack[];
  /** The part of the log that tells it, verbatim up to a bound, without the dump of shadow memory. */
  readonly text: string;
  /** The log ends within the report, or the report is longer than its bounds. */
  readonly isTruncated: boolean;
}

/** The most that is kept of a log and its reports; lengths count UTF-16 units. */
export const bounds = {
  log: 8 * 1024 * 1024,
  reports: 200,
  line: 4096,
  text: 16 * 1024,
  stacks: 32,
  frames: 64,
  label: 300,
  message: 400,
  symbol: 400,
  file: 1024,
} as const;
