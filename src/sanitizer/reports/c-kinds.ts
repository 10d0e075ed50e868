import { seenOnce } from './kind-info.ts';
import type { KindInfo } from './kind-info.ts';

/** What goes wrong with memory of C, and in C code: reports of AddressSanitizer, valgrind and the C library. */
export const cKinds = {
  'heap-use-after-free': {
    title: 'Memory of C is used after it was freed',
    cwe: 416,
    proves: `The program read or wrote a heap block of C behind its free, ${seenOnce}.`,
    concerns: 'memory',
  },
  'heap-buffer-overflow': {
    title: 'A heap block of C is passed over at its end or its beginning',
    cwe: 122,
    proves: `The program read or wrote beside a heap block of C, ${seenOnce}.`,
    concerns: 'memory',
  },
  'stack-buffer-overflow': {
    title: 'A variable on the stack of C is passed over',
    cwe: 121,
    proves: `The program read or wrote beside a variable of a C function, ${seenOnce}.`,
    concerns: 'memory',
  },
  'stack-buffer-underflow': {
    title: 'A variable on the stack of C is passed over at its beginning',
    cwe: 124,
    proves: `The program read or wrote below a variable of a C function, ${seenOnce}.`,
    concerns: 'memory',
  },
  'dynamic-stack-buffer-overflow': {
    title: 'An array of variable length on the stack of C is passed over',
    cwe: 121,
    proves: `The program read or wrote beside an array of a C function, ${seenOnce}.`,
    concerns: 'memory',
  },
  'global-buffer-overflow': {
    title: 'A global variable of C is passed over',
    cwe: 787,
    proves: `The program read or wrote beside a global variable of C, ${seenOnce}.`,
    concerns: 'memory',
  },
  'container-overflow': {
    title: 'A C++ container is read or written behind its last element',
    cwe: 787,
    proves: `The program used room of a container that holds no element, ${seenOnce}.`,
    concerns: 'memory',
  },
  'stack-use-after-return': {
    title: 'A variable of a C function is used after the function has returned',
    cwe: 562,
    proves: `The program used the stack of a C function that had returned, ${seenOnce}.`,
    concerns: 'memory',
  },
  'stack-use-after-scope': {
    title: 'A variable of C is used after its block has ended',
    cwe: 825,
    proves: `The program used a variable of C behind the block that it belongs to, ${seenOnce}.`,
    concerns: 'memory',
  },
  'use-after-poison': {
    title: 'Memory of Go is used where no Go object is, or no more',
    cwe: 119,
    proves: `The program used memory of the Go heap or of a goroutine's stack that was not in use: beside an object, or after it was freed, ${seenOnce}.`,
    concerns: 'memory',
  },
  'double-free': {
    title: 'Memory of C is freed twice',
    cwe: 415,
    proves: `The program freed a heap block of C that had been freed, ${seenOnce}.`,
    concerns: 'memory',
  },
  'bad-free': {
    title: 'Memory is freed that malloc did not give',
    cwe: 590,
    proves: `The program gave free an address that no allocator of C had given it, ${seenOnce}.`,
    concerns: 'memory',
  },
  'alloc-dealloc-mismatch': {
    title: 'Memory is freed by a function of another allocator',
    cwe: 762,
    proves: `The program freed a block by what does not belong to its allocation, ${seenOnce}.`,
    concerns: 'memory',
  },
  'bad-malloc-usable-size': {
    title: 'The size of memory is asked that malloc did not give',
    cwe: 590,
    proves: `The program asked for the size of a block that no allocator of C had given it, ${seenOnce}.`,
    concerns: 'memory',
  },
  'negative-size-param': {
    title: 'A negative size is given to a function of C',
    cwe: 195,
    proves: `The program gave a function such as memcpy a size below zero, ${seenOnce}.`,
    concerns: 'memory',
  },
  'memcpy-param-overlap': {
    title: 'memcpy copies between ranges that overlap',
    cwe: 475,
    proves: `The program gave memcpy two ranges that overlap, ${seenOnce}.`,
    concerns: 'memory',
  },
  'allocation-size-too-big': {
    title: 'C is asked for more memory than there can be',
    cwe: 789,
    proves: `The program asked for a block beyond the limit of the allocator, ${seenOnce}.`,
    concerns: 'memory',
  },
  'allocation-size-overflow': {
    title: 'The size of an allocation overflows',
    cwe: 190,
    proves: `The product of the two sizes that the program gave calloc does not fit, ${seenOnce}.`,
    concerns: 'memory',
  },
  segv: {
    title: 'An address is used that is not mapped, or not for that use',
    cwe: 119,
    proves: `The program read, wrote or called an address that it must not, ${seenOnce}.`,
    concerns: 'memory',
  },
  'segv-in-cgo': {
    title: 'C code uses an address that is not mapped, or not for that use',
    cwe: 119,
    proves: `C code that Go had called met a memory fault, ${seenOnce}.`,
    concerns: 'memory',
  },
  'abort-in-cgo': {
    title: 'C code aborts the program',
    proves: `C code that Go had called ended the program, ${seenOnce}.`,
    concerns: 'memory',
  },
  abort: {
    title: 'The program is aborted',
    proves: `The program was ended by abort, ${seenOnce}.`,
    concerns: 'program',
  },
  'signal-in-cgo': {
    title: 'C code is ended by a signal',
    proves: `C code that Go had called brought a signal on itself, ${seenOnce}.`,
    concerns: 'memory',
  },
  signal: {
    title: 'The program is ended by a signal',
    proves: `The program brought a signal on itself, ${seenOnce}.`,
    concerns: 'program',
  },
  'deadly-signal': {
    title: 'The program is ended by a signal',
    proves: `The program brought a signal on itself, ${seenOnce}.`,
    concerns: 'memory',
  },
  'c-heap-corruption': {
    title: "The heap's records of C are destroyed",
    cwe: 787,
    proves: `The C library found its records of the heap overwritten, ${seenOnce}; who wrote there the report does not tell.`,
    concerns: 'memory',
  },
  'stack-smashing': {
    title: 'C code writes over the frame of its function',
    cwe: 121,
    proves: `A C function found the guard at the end of its frame overwritten, ${seenOnce}.`,
    concerns: 'memory',
  },
  'buffer-overflow': {
    title: 'C code writes behind the end of a buffer',
    cwe: 120,
    proves: `A checked function of the C library would have passed over its buffer, ${seenOnce}.`,
    concerns: 'memory',
  },
  leak: {
    title: 'Memory of C is never freed',
    cwe: 401,
    proves: `At the end of the program nothing led to the block any more, ${seenOnce}.`,
    concerns: 'memory',
  },
  'indirect-leak': {
    title: 'Memory of C is lost together with the memory that led to it',
    cwe: 401,
    proves: `At the end of the program only memory that is lost itself led to the block, ${seenOnce}.`,
    concerns: 'memory',
  },
  'stack-overflow': {
    title: 'The stack of a thread of C is used up',
    cwe: 674,
    proves: `C code used more stack than its thread has, ${seenOnce}.`,
    concerns: 'memory',
  },
} as const satisfies Readonly<Record<string, KindInfo>>;
