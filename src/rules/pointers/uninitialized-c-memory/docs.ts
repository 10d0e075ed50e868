import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Go stores pointers into memory of C.malloc that nobody cleared',
  what:
    'Reports memory of `C.malloc` that Go code sees as an array of pointers, or as a struct with pointers in it, and ' +
    'stores pointers into, where nothing has cleared it before: `unsafe.Slice((**C.char)(C.malloc(size)), n)`, ' +
    '`(*[1 << 28]*C.char)(C.malloc(size))[:n:n]`, `p := (*C.struct_request)(C.malloc(C.sizeof_struct_request))` ' +
    'followed by `p.name = C.CString(name)`. The memory may come from a function of the package that returns what ' +
    '`C.malloc` gives it.\n\n' +
    'It leaves alone memory of `C.calloc`, memory whose address a function got before the first store (`C.memset`, ' +
    'an initialiser, a method of the object that has it in a field), memory that was given to `clear` or `copy`, set to ' +
    'zero in a loop or as a whole, copied to as a whole, or written as numbers in a loop; numbers; ' +
    'and pointers to types of C that are declared and never defined, or whose definition is not known.',
  why:
    'While a collection is running, Go notes every pointer that a store overwrites, in memory of C as well. What ' +
    '`malloc` leaves in its memory is whatever was there before. If that is the address of a Go object that is gone ' +
    'since, the program ends with `found bad pointer in Go heap`. It happens rarely, far from its cause, and more ' +
    'often in a program that keeps addresses of Go in memory of C as numbers, as callbacks and C libraries do.',
  contract: {
    text:
      '"While Go code is permitted to write nil or a C pointer (but not a Go pointer) to C memory, the current ' +
      'implementation may sometimes cause a runtime error if the contents of the C memory appear to be a Go pointer. ' +
      'Therefore, avoid passing uninitialized C memory to Go code if the Go code is going to store pointer values in ' +
      'it. Zero out the memory in C before passing it to Go."',
    url: 'https://pkg.go.dev/cmd/cgo#hdr-Passing_pointers',
  },
  classes: ['uninitialized-c-memory'],
  example: [
    'array := unsafe.Slice((**C.char)(C.malloc(size)), len(names))',
    'for i, name := range names {',
    '	array[i] = C.CString(name)',
    '}',
  ].join('\n'),
  remediation:
    'Allocate with `C.calloc`, which clears the memory. Unlike `C.malloc` it returns nil where there is no memory ' +
    'left. Memory from elsewhere is cleared with `C.memset`.',
  dynamic:
    'The program ends with `fatal error: found bad pointer in Go heap` where a collection runs during the store and ' +
    'the memory holds the address of a Go object that is gone. AddressSanitizer does not see it; valgrind does not, ' +
    'either, since nothing but the collector reads the old contents.',
  limits:
    'Looks at one function: memory that is kept in a field and filled by another method is not followed. `append` ' +
    'to a view of the memory, a number that walks over its addresses, and contents that `realloc` adds, are not ' +
    'looked at. Any call that gets the address ' +
    'before counts as one that fills the memory.',
};

export default docs;
