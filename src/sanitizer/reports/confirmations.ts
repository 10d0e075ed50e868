import type { KnownKind } from './kinds.ts';

/** Memory that is used, or freed, when it is not the program's any more: which of them it is depends on the run. */
const released = [
  'c-use-after-free',
  'use-after-close',
  'stale-pointer-after-free',
  'missing-keepalive',
  'lifetime-dependency-not-retained',
  'finalizer-on-borrowed',
  'finalizer-not-cleared',
  'ownership-transfer',
  'free-of-borrowed',
  'unknown-go-directive',
  'deviates-from-siblings',
] as const;

const freedTwice = [
  'c-double-free',
  'stale-pointer-after-free',
  'finalizer-not-cleared',
  'finalizer-on-borrowed',
  'ownership-transfer',
  'free-of-borrowed',
  'use-after-close',
] as const;

const wronglyFreed = [
  'free-non-c-memory',
  'wrong-allocator',
  'free-of-borrowed',
  'stale-pointer-after-free',
] as const;

const lost = [
  'cstring-leak',
  'cstring-inline-leak',
  'leak-c-returned',
  'leak-error-path',
  'leak-missing-finalizer',
  'defer-free-before-assign',
  'finalizer-self-reference',
  'cleanup-arg-is-pointer',
  'deviates-from-siblings',
] as const;

const tooLong = [
  'c-heap-oob-const',
  'c-malloc-size-overflow',
  'c-int-len-truncation',
  'c-unbounded-copy',
  'go-string-data-as-cstring',
  'oversized-array-cast',
  'int-width-mismatch',
  'unsafe-cast-straddle',
  'wrong-length',
] as const;

/** A faulting address tells least: every rule whose defect can end in one. */
const badAddress = [
  'unchecked-null-return',
  'c-use-after-free',
  'use-after-close',
  'c-return-stack-address',
  'free-of-borrowed',
  'go-memory-retained-by-c',
  'oversized-array-cast',
  'go-func-to-c',
  'mmap-use-after-munmap',
] as const;

const numberAsPointer = ['cgo-handle-as-pointer', 'fake-pointer', 'unsafe-uintptr-roundtrip'] as const;

const beyondObject = ['unsafe-cast-straddle', 'oversized-array-cast', 'unsafe-slice-header-literal'] as const;

const wrongLength = [...beyondObject, 'unsafe-slice-c-len'] as const;

/**
 * The rules that a kind of report can confirm, where both speak of the same place or cause: the defect that the rule
 * tells of is one that shows itself so. A rule that stands nowhere here is one that no tool sees.
 */
const table = {
  'heap-use-after-free': released,
  'use-after-poison': [
    'go-string-data-as-cstring',
    'go-memory-retained-by-c',
    'go-pointer-hidden-as-uintptr',
    'unsafe-uintptr-roundtrip',
    'unsafe-slice-header-literal',
    'unsafe-cast-straddle',
    'c-int-len-truncation',
    'missing-null-terminated-array',
    'wrong-length',
  ],
  'heap-buffer-overflow': tooLong,
  'stack-buffer-overflow': tooLong,
  'dynamic-stack-buffer-overflow': tooLong,
  'global-buffer-overflow': tooLong,
  'buffer-overflow': ['c-unbounded-copy'],
  'stack-smashing': ['c-unbounded-copy'],
  'stack-use-after-return': ['c-return-stack-address'],
  'stack-use-after-scope': ['c-return-stack-address'],
  'double-free': freedTwice,
  'bad-free': wronglyFreed,
  'alloc-dealloc-mismatch': ['wrong-allocator'],
  'negative-size-param': ['c-int-len-truncation', 'int-width-mismatch'],
  'allocation-size-too-big': ['c-malloc-size-overflow', 'int-width-mismatch'],
  'allocation-size-overflow': ['c-malloc-size-overflow'],
  segv: badAddress,
  'segv-in-cgo': badAddress,
  'unexpected-fault': [
    'unsafe-string-bytes-write',
    'oversized-array-cast',
    'c-use-after-free',
    'use-after-close',
    'mmap-use-after-munmap',
  ],
  leak: lost,
  'indirect-leak': lost,
  'data-race': [
    'pool-use-after-put',
    'pool-put-twice',
    'shared-read-buffer',
    'unsafe-string-over-mutable-bytes',
  ],
  'concurrent-map-access': ['callback-concurrent-map'],
  'out-of-memory': ['c-malloc-nil-check-unreachable'],
  'unaligned-atomic': ['atomic64-misaligned'],
  'nocallback-violated': ['noescape-nocallback-violated'],
  checkptr: [...numberAsPointer, ...beyondObject],
  'misaligned-pointer-conversion': [
    'unsafe-cast-straddle',
    'unsafe-misaligned-cast',
    'unscaled-pointer-index',
  ],
  'pointer-straddles-allocations': beyondObject,
  'pointer-arithmetic-out-of-allocation': [
    ...numberAsPointer,
    'unsafe-cast-straddle',
    'unsafe-pointer-arith-oob',
  ],
  'bad-pointer-value': numberAsPointer,
  'unsafe-slice-straddles-allocations': [...wrongLength, 'unsafe-slice-bad-len'],
  'unsafe-string-straddles-allocations': [...beyondObject, 'unsafe-slice-bad-len'],
  'unsafe-length': wrongLength,
  'go-pointer-argument': ['cgo-map-to-c', 'cgo-slice-header-to-c', 'go-pointer-in-c'],
  'go-pointer-result': ['callback-returns-go-pointer'],
  'go-pointer-stored': ['go-pointer-in-c', 'epoll-data-go-pointer'],
  'invalid-cgocheck-setting': ['invalid-cgocheck-setting'],
  'invalid-handle': ['cgo-handle-use-after-delete', 'cgo-handle-as-pointer'],
  'pinner-leak': ['pinner-missing-unpin'],
  'finalizer-misuse': ['finalizer-wrong-target', 'finalizer-double-set'],
  'cleanup-misuse': ['cleanup-arg-is-pointer', 'finalizer-self-reference'],
  'bad-pointer-in-go-heap': [
    ...numberAsPointer,
    'go-pointer-in-c',
    'go-memory-retained-by-c',
    'go-pointer-hidden-as-uintptr',
    'uninitialized-c-memory',
  ],
  'go-heap-corruption': ['go-memory-retained-by-c', 'signal-handler-no-onstack', 'c-unbounded-copy'],
  'c-heap-corruption': [...freedTwice, 'c-malloc-size-overflow', 'c-unbounded-copy'],
  'nil-dereference': ['unchecked-null-return'],
  'index-out-of-range': ['empty-slice-index-zero'],
  'slice-bounds-out-of-range': ['oversized-array-cast'],
} as const satisfies Readonly<Partial<Record<KnownKind, readonly string[]>>>;

const byKind: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(table));

/** The ids of the rules that a kind of report can confirm; none for most failures of a program. */
export function rulesConfirmedBy(kind: string): readonly string[] {
  return byKind.get(kind) ?? [];
}
