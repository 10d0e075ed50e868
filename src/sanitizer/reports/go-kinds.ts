import { seenOnce } from './kind-info.ts';
import type { KindInfo } from './kind-info.ts';

/** What goes wrong by the rules of Go: reports of its checks, of the race detector and of its runtime. */
export const goKinds = {
  'data-race': {
    title: 'Two goroutines use the same memory at the same time',
    cwe: 362,
    proves: `Two goroutines used the same memory, one of them to write, and nothing ordered them, ${seenOnce}.`,
    concerns: 'program',
  },
  checkptr: {
    title: 'A pointer is made by a rule that unsafe.Pointer does not have',
    cwe: 119,
    proves: `The check of unsafe.Pointer refused a pointer, ${seenOnce}.`,
    concerns: 'memory',
  },
  'misaligned-pointer-conversion': {
    title: 'A pointer is made a pointer to a type that must stand at another address',
    cwe: 704,
    proves: `The program made a pointer whose address does not suit its type, ${seenOnce}.`,
    concerns: 'memory',
  },
  'pointer-straddles-allocations': {
    title: 'Memory is seen as more than it has',
    cwe: 125,
    proves: `The program made a pointer to a type that reaches beyond the object behind it, ${seenOnce}.`,
    concerns: 'memory',
  },
  'pointer-arithmetic-out-of-allocation': {
    title: 'Pointer arithmetic leaves its object',
    cwe: 823,
    proves: `The program computed a pointer that leads out of the object that it began in, ${seenOnce}.`,
    concerns: 'memory',
  },
  'bad-pointer-value': {
    title: 'A number is made a pointer',
    cwe: 587,
    proves: `The program made a pointer of a number that is no address of an object, ${seenOnce}.`,
    concerns: 'memory',
  },
  'unsafe-slice-straddles-allocations': {
    title: 'unsafe.Slice reaches beyond its object',
    cwe: 125,
    proves: `The program made a slice that is longer than the object behind its pointer, ${seenOnce}.`,
    concerns: 'memory',
  },
  'unsafe-string-straddles-allocations': {
    title: 'unsafe.String reaches beyond its object',
    cwe: 125,
    proves: `The program made a string that is longer than the object behind its pointer, ${seenOnce}.`,
    concerns: 'memory',
  },
  'unsafe-length': {
    title: 'unsafe.Slice or unsafe.String is given a length or a nil pointer that it refuses',
    cwe: 130,
    proves: `The program gave it a negative or too large length, or nil with a length, ${seenOnce}.`,
    concerns: 'memory',
  },
  'go-pointer-argument': {
    title: 'C is given Go memory that holds Go pointers',
    proves: `The program called C with a pointer to Go memory in which an unpinned Go pointer is, ${seenOnce}.`,
    concerns: 'memory',
  },
  'go-pointer-result': {
    title: 'An exported function returns a Go pointer to C',
    proves: `A Go function that C called returned an unpinned Go pointer to it, ${seenOnce}.`,
    concerns: 'memory',
  },
  'go-pointer-stored': {
    title: 'A Go pointer is stored in memory of C',
    proves: `The program wrote an unpinned Go pointer where the garbage collector does not look, ${seenOnce}.`,
    concerns: 'memory',
  },
  'invalid-cgocheck-setting': {
    title: "A setting of cgo's pointer check that does not exist",
    proves: 'The runtime refused GODEBUG=cgocheck=2: the stricter check is chosen when the program is built.',
    concerns: 'memory',
  },
  'invalid-handle': {
    title: 'A cgo.Handle is used that was deleted, or never made',
    cwe: 672,
    proves: `The program asked for the value of a handle that there is not, ${seenOnce}.`,
    concerns: 'memory',
  },
  'pinner-leak': {
    title: 'A runtime.Pinner is dropped without Unpin',
    cwe: 772,
    proves: `The collector found a Pinner that still pinned something, ${seenOnce}.`,
    concerns: 'memory',
  },
  'nocallback-violated': {
    title: 'A C function that is declared not to call back calls Go',
    proves: `A function under \`#cgo nocallback\` called a Go function, ${seenOnce}.`,
    concerns: 'memory',
  },
  'finalizer-misuse': {
    title: 'runtime.SetFinalizer is given what it refuses',
    proves: `The program set a finalizer on something else than the beginning of an object, on one that has a finalizer, or with a function that does not suit, ${seenOnce}.`,
    concerns: 'memory',
  },
  'cleanup-misuse': {
    title: 'runtime.AddCleanup is given what it refuses',
    cwe: 401,
    proves: `The program added a cleanup that could never run, or to no object, ${seenOnce}.`,
    concerns: 'memory',
  },
  'bad-pointer-in-go-heap': {
    title: 'The Go heap holds a pointer that leads nowhere',
    cwe: 825,
    proves: `The collector met a pointer to memory that is no object, ${seenOnce}; who stored it the report does not tell.`,
    concerns: 'memory',
  },
  'go-heap-corruption': {
    title: 'The records of the Go heap are destroyed',
    cwe: 787,
    proves: `The runtime found its records of the heap overwritten, ${seenOnce}; who wrote there the report does not tell.`,
    concerns: 'memory',
  },
  'unexpected-fault': {
    title: 'Go code uses an address that is not mapped, or not for that use',
    cwe: 119,
    proves: `Go code met a memory fault that no nil pointer explains, ${seenOnce}.`,
    concerns: 'memory',
  },
  'signal-in-runtime': {
    title: 'The runtime meets a signal in its own code',
    proves: `The runtime met a fault of memory in its own code, ${seenOnce}.`,
    concerns: 'memory',
  },
  'concurrent-map-access': {
    title: 'A map is written while another goroutine uses it',
    cwe: 362,
    proves: `Two goroutines used a map at the same time, one of them to write, ${seenOnce}.`,
    concerns: 'program',
  },
  'nil-dereference': {
    title: 'A nil pointer is followed',
    cwe: 476,
    proves: `The program read or wrote through a nil pointer, ${seenOnce}.`,
    concerns: 'program',
  },
  'index-out-of-range': {
    title: 'An index is out of range',
    cwe: 129,
    proves: `The program used an index that its slice, array or string does not have, ${seenOnce}.`,
    concerns: 'program',
  },
  'slice-bounds-out-of-range': {
    title: 'The bounds of a slice are out of range',
    cwe: 129,
    proves: `The program cut a slice, array or string at a bound that it does not have, ${seenOnce}.`,
    concerns: 'program',
  },
  'unaligned-atomic': {
    title: 'A 64-bit atomic operation on an address that does not suit it',
    proves: `The program used a 64-bit atomic operation at an address that is no multiple of eight, ${seenOnce}.`,
    concerns: 'program',
  },
  'goroutine-stack-overflow': {
    title: 'The stack of a goroutine is used up',
    cwe: 674,
    proves: `A goroutine used more stack than the runtime allows, ${seenOnce}.`,
    concerns: 'program',
  },
  'out-of-memory': {
    title: 'There is no more memory',
    cwe: 770,
    proves: `The program asked for memory that it did not get, ${seenOnce}.`,
    concerns: 'program',
  },
  deadlock: {
    title: 'All goroutines wait',
    cwe: 833,
    proves: `No goroutine could go on, ${seenOnce}.`,
    concerns: 'program',
  },
  'test-timeout': {
    title: 'The test does not end in its time',
    proves: 'The test ran longer than its limit; that says nothing of memory.',
    concerns: 'program',
  },
  panic: {
    title: 'The program panics',
    proves: `A panic that nobody recovered ended the program, ${seenOnce}.`,
    concerns: 'program',
  },
  'fatal-error': {
    title: 'The runtime ends the program',
    proves: `The runtime met an error that no program can recover from, ${seenOnce}.`,
    concerns: 'program',
  },
} as const satisfies Readonly<Record<string, KindInfo>>;
