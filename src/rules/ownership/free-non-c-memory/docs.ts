import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: '`C.free` of memory that Go allocated',
  what:
    'Reports `C.free` of a pointer that certainly points into Go memory: `&x` of a Go variable or of a field of ' +
    'one, `&b[0]` of a Go array or of a slice made in Go, `unsafe.SliceData`, `unsafe.StringData`, `new(T)` and ' +
    '`&T{}`, given directly or through a variable. A variable whose type is a struct of C is Go memory as well.\n\n' +
    'It leaves alone a slice that views memory of C (`unsafe.Slice` of a C pointer, `(*[1 << 28]T)(p)[:n:n]`), a ' +
    'slice or pointer whose origin is not known, such as a parameter, and fields behind a C pointer.',
  why:
    "C's allocator looks for its own bookkeeping around the address and does not find it. glibc usually aborts the " +
    'process with `free(): invalid pointer`; an allocator that checks less puts the address into its free lists ' +
    "and hands out Go's memory to the next caller of `malloc`.",
  contract: {
    text: '`free` takes a pointer that `malloc`, `calloc` or `realloc` returned, or NULL; anything else is undefined.',
    url: 'https://en.cppreference.com/w/c/memory/free',
  },
  example: [
    'buf := make([]byte, n)',
    'p := (*C.char)(unsafe.Pointer(unsafe.SliceData(buf)))',
    'defer C.free(unsafe.Pointer(p))',
    'C.read_object(p, C.size_t(n))',
  ].join('\n'),
  remediation:
    'Delete the `C.free`: the collector frees Go memory. Where C has to own or keep the memory, take it from ' +
    '`C.malloc`, `C.CString` or `C.CBytes`, and free that. Where a Go variable holds a pointer that C allocated, ' +
    'free the pointer, not the variable: `C.free(unsafe.Pointer(v.ptr))`.',
  dynamic:
    'AddressSanitizer (`go build -asan`) reports `attempting free on address which was not malloc()-ed` when the ' +
    'call is reached. Its stack ends at `runtime.asmcgocall` and does not name the Go line.',
  limits:
    'Sees one function at a time: Go memory that reaches `C.free` through a parameter, a field or the result of a ' +
    "function is not found. Deallocators other than `C.free`, such as a library's own, are not considered.",
};

export default docs;
