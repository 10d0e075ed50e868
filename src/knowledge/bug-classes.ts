/** A class of mistakes that a sample of real, repaired bugs was sorted into. */
interface BugClassInfo {
  /** What the bugs of the class have in common, as a noun phrase. */
  readonly text: string;
  /** How many of the sample are of the class. */
  readonly count: number;
}

/** The size of the sample: bugs that were repaired in the histories of 63 repositories. */
export const sampledBugs = 388;

/**
 * The classes of the sample, the most frequent first. A bug is of one class; the classes of one bug each that no rule
 * is for are left out.
 */
export const bugClasses = {
  'leak-c-returned': { text: 'what a C function gives to its caller is dropped', count: 39 },
  'leak-cstring': { text: 'a `C.CString` that is never freed', count: 33 },
  'leak-error-path': { text: 'an early return that skips a free', count: 24 },
  'missing-keepalive': { text: 'an object that is finalized while C uses its memory', count: 19 },
  'empty-slice-index': { text: '`&b[0]` of an empty slice', count: 16 },
  'missing-lockosthread': { text: 'an error of the thread that is read on another thread', count: 15 },
  'wrong-allocator': { text: "memory that is freed by another allocator's function", count: 15 },
  'use-after-free': { text: 'memory of C that is used behind its free', count: 14 },
  'go-memory-retained-by-c': { text: 'Go memory that C keeps beyond the call', count: 13 },
  'double-free': { text: 'memory of C that is freed twice', count: 12 },
  'stale-pointer-after-free': { text: 'a field that keeps its pointer behind the free', count: 12 },
  'fake-pointer': { text: 'an integer that is made a pointer', count: 10 },
  'go-pointer-in-c': { text: 'a Go pointer that is stored in memory of C', count: 10 },
  'leak-missing-finalizer': { text: 'an object that is made without the finalizer of its type', count: 10 },
  'free-of-borrowed': { text: 'memory that is freed and belongs to somebody else', count: 9 },
  'lifetime-dependency-not-retained': { text: 'a child that outlives the parent it points into', count: 8 },
  'oversized-array-cast': { text: 'C memory that is read as an array larger than it', count: 8 },
  'pointer-type-confusion': { text: 'the address of a variable in place of what it holds', count: 8 },
  'leak-cmalloc': { text: 'memory of `C.malloc` that is never freed', count: 7 },
  'uintptr-misuse': { text: 'a pointer that is kept as a number', count: 6 },
  'buffer-too-small': { text: 'a buffer that is smaller than what C writes', count: 5 },
  'cgo-handle-misuse': { text: 'a `cgo.Handle` that is passed as a pointer', count: 5 },
  'leak-refcount': { text: 'a reference that is counted and never given back', count: 5 },
  'race-with-c': { text: 'memory that Go and C use at the same time', count: 5 },
  'callback-registry-leak': { text: 'a callback that stays registered', count: 4 },
  'defer-arg-evaluated-early': { text: 'a deferred free that reads its pointer too early', count: 4 },
  'finalizer-not-cleared': { text: 'a finalizer that frees again what was closed', count: 4 },
  'nil-to-c': { text: 'a nil pointer where C wants an object', count: 4 },
  'ownership-transfer-double-free': { text: 'memory that C took over and Go frees', count: 4 },
  'sliceheader-misuse': { text: 'a `reflect.SliceHeader` made by hand', count: 4 },
  'unchecked-null-return': { text: 'a null result that nobody checks', count: 4 },
  'wrong-free-function': { text: 'an object that is freed by the function of another type', count: 4 },
  'uninitialized-c-memory': {
    text: 'memory of C that nobody cleared, and that Go writes pointers to',
    count: 3,
  },
  'int-width-mismatch': { text: 'integers of different widths on the two sides', count: 3 },
  'use-after-close': { text: 'an object that is used after it was closed', count: 3 },
  'wrong-length': { text: 'a pointer with the length of something else', count: 3 },
  alignment: { text: 'memory that is not aligned for the type it is seen as', count: 2 },
  'atomic-alignment': { text: 'a 64-bit atomic field that is not aligned on 32-bit systems', count: 2 },
  'finalizer-on-borrowed': { text: 'a finalizer on what C only lends', count: 2 },
  'free-before-error-check': { text: 'memory that is freed before its error is read', count: 2 },
  'missing-nul-terminator': { text: 'a Go string or slice that C reads as a C string', count: 2 },
  'finalizer-double-set': { text: 'a finalizer on an object that has one', count: 1 },
  'finalizer-misuse': { text: 'a finalizer that is set where it does not belong', count: 1 },
  'finalizer-on-c-pointer': { text: 'a finalizer on a pointer of C', count: 1 },
  'panic-in-callback': { text: 'a callback that panics', count: 1 },
  'type-assertion-mismatch': { text: 'an assertion that contradicts its case', count: 1 },
  'leak-mmap': { text: 'mapped memory that is never unmapped', count: 1 },
  'missing-null-terminated-array': { text: 'an array without the NULL that ends it', count: 1 },
  'out-of-bounds-c-array': { text: 'an index behind the end of an array of C', count: 1 },
  'struct-copied-from-c': { text: 'a struct of C that is copied, and used as the copy', count: 1 },
  'unsafe-slice-misuse': { text: 'an `unsafe.Slice` that is not over the memory it should be', count: 1 },
  'pointer-arithmetic': { text: 'an index that is added as a number of bytes', count: 1 },
  'wrong-variable': { text: 'a loop that fills the wrong array', count: 1 },
  'int-truncation': { text: 'a length that is cut to a smaller integer', count: 1 },
} as const satisfies Readonly<Record<string, BugClassInfo>>;

export type BugClass = keyof typeof bugClasses;
