import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Address of Go memory that C keeps after the call',
  what:
    'Reports the address of Go memory, a variable, an object or the bytes of a slice, where C still has it when the ' +
    'call has returned:\n\n' +
    '- a table of the library says that the function keeps the argument, such as `user_data` of a callback, or a ' +
    'result that is filled in later;\n' +
    '- the body of the C function is in the package and stores the parameter in a global variable or in a field ' +
    'of an object;\n' +
    '- it is stored as user data in a struct in memory of C: `context.user_data = unsafe.Pointer(&state)`;\n' +
    '- it goes to C inside of a struct, and an exported function takes it back from its `void *` parameter.\n\n' +
    'Where the address itself goes to C, and an exported function takes such a struct back, the rule asks: the callback ' +
    'may run before the call returns. ' +
    'Where only the name of the function says that it registers something (`lib_set_log_callback`, ' +
    '`SSL_set_ex_data`), and where a field or variable of Go holds the memory as well, the rule asks: such memory is ' +
    'not freed as long as that holder lives.\n\n' +
    'It leaves alone what is pinned with a `runtime.Pinner` or named by `runtime.KeepAlive` in the function, what the ' +
    'function uses until it makes C forget it, variables of the package, memory of C, and the address of a ' +
    '`cgo.Handle`, which has a rule of its own.',
  why:
    'The garbage collector does not see the copy in C. Once Go has no other reference, it frees the memory and gives ' +
    'it to something else, and the callback reads, or C writes, what is no longer there. The program works until a ' +
    'collection comes at the wrong time.',
  contract: {
    text:
      '"C code may not keep a copy of a Go pointer after the call returns, unless the memory it points to is pinned ' +
      'with Pinner and the Pinner is not unpinned while the Go pointer is stored in C memory."',
    url: 'https://pkg.go.dev/cmd/cgo#hdr-Passing_pointers',
  },
  classes: ['go-memory-retained-by-c', 'go-pointer-in-c'],
  example: [
    'c := &Compiler{ptr: ptr}',
    'C.compiler_set_callback(ptr, C.callback(C.onMessage), unsafe.Pointer(c))',
    'return c',
  ].join('\n'),
  remediation:
    'Give C a `cgo.Handle`, which is a number, and get the value back with `Value()`; delete it when C has forgotten ' +
    'it. Memory that C itself reads or fills later comes from `C.malloc`, or is pinned with a `runtime.Pinner` that is ' +
    'kept until C is done.',
  dynamic:
    'No tool sees it: neither `cgocheck` nor `GOEXPERIMENT=cgocheck2`, AddressSanitizer or `go vet` looks at what C ' +
    'keeps. The call panics under `cgocheck` only where the memory itself holds Go pointers at that time.',
  limits:
    'What a library keeps is known from tables and from C code in the package; the rest is a question, or silence. ' +
    'Whether the object in C is destroyed in another function before the Go memory can be collected is not ' +
    'followed. A slice or struct ' +
    'that comes as a parameter is taken for Go memory, and the finding is then only likely.',
};

export default docs;
