import type { SanitizerTool } from './report.ts';

/** What a message of the Go runtime or of the C library says, as a tool and a kind. */
export interface Verdict {
  readonly tool: SanitizerTool;
  readonly kind: string;
}

type Message = readonly [pattern: RegExp, tool: SanitizerTool, kind: string];

/**
 * Messages of Go 1.21 to 1.26 (`runtime/checkptr.go`, `unsafe.go`, `cgocall.go`, `cgocheck.go`, `mfinal.go`,
 * `mcleanup.go`, `runtime/cgo/handle.go`, `internal/runtime/maps`); up to Go 1.25 cgocheck spoke of a `cgo argument`
 * and a `cgo result`.
 */
const messages: readonly Message[] = [
  [/^checkptr: misaligned pointer conversion/, 'checkptr', 'misaligned-pointer-conversion'],
  [/^checkptr: converted pointer straddles/, 'checkptr', 'pointer-straddles-allocations'],
  [/^checkptr: pointer arithmetic result points/, 'checkptr', 'pointer-arithmetic-out-of-allocation'],
  [/^checkptr: pointer arithmetic computed bad/, 'checkptr', 'bad-pointer-value'],
  [/^checkptr: unsafe\.Slice result straddles/, 'checkptr', 'unsafe-slice-straddles-allocations'],
  [/^checkptr: unsafe\.String result straddles/, 'checkptr', 'unsafe-string-straddles-allocations'],
  [/^checkptr: /, 'checkptr', 'checkptr'],
  [/^unpinned Go pointer stored into non-Go memory/, 'cgocheck2', 'go-pointer-stored'],
  [/^Go pointer stored into non-Go memory/, 'cgocheck2', 'go-pointer-stored'],
  [/^argument of cgo function has Go pointer to /, 'cgocheck', 'go-pointer-argument'],
  [/^cgo argument has Go pointer to /, 'cgocheck', 'go-pointer-argument'],
  [/(?:^|: )result of Go function .{1,200} called from cgo is /, 'cgocheck', 'go-pointer-result'],
  [/^cgo result (?:is|has) .{0,40}Go /, 'cgocheck', 'go-pointer-result'],
  [/^cgocheck > 1 mode is no longer supported/, 'go', 'invalid-cgocheck-setting'],
  [/^runtime\/cgo: misuse of an invalid Handle/, 'go', 'invalid-handle'],
  [/^runtime\.Pinner: found leaking pinned pointer/, 'go', 'pinner-leak'],
  [/^runtime: function marked with #cgo nocallback/, 'go', 'nocallback-violated'],
  [/^runtime\.SetFinalizer: /, 'go', 'finalizer-misuse'],
  [/^runtime\.AddCleanup: /, 'go', 'cleanup-misuse'],
  [/^(?:concurrent map |small map with no empty slot)/, 'go', 'concurrent-map-access'],
  [/^found bad pointer in Go heap/, 'go', 'bad-pointer-in-go-heap'],
  [/^(?:s\.allocCount |sweep: |marked free object|bad span|invalid pointer)/, 'go', 'go-heap-corruption'],
  [/^(?:runtime: )?(?:marked free object|out of sync)/, 'go', 'go-heap-corruption'],
  [/^fault$/, 'go', 'unexpected-fault'],
  [/^unexpected signal during runtime execution/, 'go', 'signal-in-runtime'],
  [/^runtime: C malloc failed/, 'go', 'out-of-memory'],
  [/^(?:runtime: )?(?:out of memory|cannot allocate memory)/, 'go', 'out-of-memory'],
  [/^stack overflow/, 'go', 'goroutine-stack-overflow'],
  [/^all goroutines are asleep/, 'go', 'deadlock'],
  [/^unaligned 64-bit atomic operation/, 'go', 'unaligned-atomic'],
  [/^invalid memory address or nil pointer dereference/, 'go', 'nil-dereference'],
  [/^index out of range /, 'go', 'index-out-of-range'],
  [/^slice bounds out of range /, 'go', 'slice-bounds-out-of-range'],
  [/^(?:unsafe\.Slice|unsafe\.String|unsafe\.StringData|unsafe\.SliceData): /, 'go', 'unsafe-length'],
  [/^test timed out after /, 'go', 'test-timeout'],
];

/** What follows `fatal error: `. */
export function fatalVerdict(message: string): Verdict {
  return verdictOf(message) ?? { tool: 'go', kind: 'fatal-error' };
}

/** What follows `panic: `; the runtime's own errors begin with `runtime error: `. */
export function panicVerdict(message: string): Verdict {
  return verdictOf(message.replace(/^runtime error: /, '')) ?? { tool: 'go', kind: 'panic' };
}

function verdictOf(message: string): Verdict | undefined {
  const found = messages.find(([pattern]) => pattern.test(message));
  return found === undefined ? undefined : { tool: found[1], kind: found[2] };
}

/** What glibc says before it calls abort (`malloc.c`, `fortify_fail.c`). */
const libraryMessages: readonly (readonly [RegExp, string])[] = [
  [/^(?:free\(\): double free detected|double free or corruption)/, 'double-free'],
  [/^(?:free|munmap_chunk|realloc)\(\): invalid pointer/, 'bad-free'],
  [/^(?:free|malloc|realloc|calloc|malloc_consolidate)\(\): /, 'c-heap-corruption'],
  [/^corrupted (?:size vs\. prev_size|double-linked list)/, 'c-heap-corruption'],
  [/^\*\*\* stack smashing detected \*\*\*/, 'stack-smashing'],
  [/^\*\*\* buffer overflow detected \*\*\*/, 'buffer-overflow'],
];

/** The kind of a message of the C library that ends a program by SIGABRT; undefined for any other text. */
export function libraryKind(line: string): string | undefined {
  return libraryMessages.find(([pattern]) => pattern.test(line))?.[1];
}

/** The kind of a signal that ended the program. */
export function signalKind(signal: string, isInCgo: boolean): string {
  const name =
    signal === 'SIGSEGV' || signal === 'SIGBUS' ? 'segv' : signal === 'SIGABRT' ? 'abort' : 'signal';
  return isInCgo ? `${name}-in-cgo` : name;
}
