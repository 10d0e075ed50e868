import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: '`C.free` of memory that C did not allocate',
  what:
    'Reports `C.free` of a pointer that certainly does not lead to memory of an allocator of C:\n\n' +
    '- Go memory: `&x` of a Go variable or of a field of one, `&b[0]` of a Go array or of a slice made in Go, ' +
    '`unsafe.SliceData`, `unsafe.StringData`, `new(T)` and `&T{}`. A variable whose type is a struct of C is Go ' +
    'memory as well, and pinned memory stays it;\n' +
    '- an object of a `sync.Pool` whose `New` makes Go memory;\n' +
    '- memory that `syscall.Mmap`, or `mmap` of C, maps;\n' +
    '- a `cgo.Handle`, and a constant that is made a pointer: numbers.\n\n' +
    'The pointer may come through variables, conversions and the results of functions of the package, as long as all ' +
    'that it can be is of that kind.\n\n' +
    'It leaves alone a slice that views memory of C (`unsafe.Slice` of a C pointer, `(*[1 << 28]T)(p)[:n:n]`), a ' +
    'pointer whose origin is not known, such as a parameter, a number that may be an address of C, and ' +
    'fields behind a C pointer. Of the elements of a slice that the function is given it asks, unless the name of the ' +
    'function says that it frees: nothing in the package shows that the slice lies over memory of C.',
  why:
    "C's allocator looks for its own bookkeeping around the address and does not find it. glibc usually aborts the " +
    'process with `free(): invalid pointer`; an allocator that checks less puts the address into its free lists ' +
    "and hands out Go's memory to the next caller of `malloc`.",
  contract: {
    text: '`free` takes a pointer that `malloc`, `calloc` or `realloc` returned, or NULL; anything else is undefined.',
    url: 'https://en.cppreference.com/w/c/memory/free',
  },
  classes: ['free-of-borrowed', 'wrong-allocator'],
  example: [
    'buf := make([]byte, n)',
    'p := (*C.char)(unsafe.Pointer(unsafe.SliceData(buf)))',
    'defer C.free(unsafe.Pointer(p))',
    'C.read_object(p, C.size_t(n))',
  ].join('\n'),
  remediation:
    'Delete the `C.free`: the collector frees Go memory. Where C has to own or keep the memory, take it from ' +
    '`C.malloc`, `C.CString` or `C.CBytes`, and free that. Where a Go variable holds a pointer that C allocated, ' +
    'free the pointer, not the variable: `C.free(unsafe.Pointer(v.ptr))`. Memory of ' +
    '`syscall.Mmap` is given back by its counterpart, an object of a pool by `Put`, a handle by `Delete`.',
  dynamic:
    'AddressSanitizer (`go build -asan`) reports `attempting free on address which was not malloc()-ed` when the ' +
    'call is reached. Its stack ends at `runtime.asmcgocall` and does not name the Go line.',
  limits:
    'Sees one package: Go memory that reaches `C.free` through a parameter or a field is not found, nor what a ' +
    'function of another package returns. What the `New` of a pool makes is taken for what is put back as well. ' +
    "Deallocators other than `C.free`, such as a library's own, are not considered.",
};

export default docs;
