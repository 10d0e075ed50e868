import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'cgo.Handle turned into a pointer, or kept by C through a local variable',
  what:
    'Reports `unsafe.Pointer(h)` of a `cgo.Handle`, or of a type that the package declares for handles, and ' +
    '`unsafe.Pointer(&h)` of a local variable or parameter in the hands of a C function that keeps it: a ' +
    'table says so and C is called again or the handle outlives the function, or the handle is not deleted ' +
    'before the function returns and the name of the C function says that it registers something.\n\nIt ' +
    'asks where the handle outlives the function and nothing else is known, and where the name and a ' +
    'callback beside it speak for a registration before another call of C.\n\nIt leaves alone an address ' +
    'that C uses during the call, fields and package-level variables, variables whose address Go code ' +
    'keeps as well, and those that are used behind the last call of C.',
  why:
    'A handle is a small integer. As a pointer it leads nowhere, and the runtime ends the program when it ' +
    'finds such a pointer on a stack that it has to move. The address of a variable that holds the handle ' +
    'is a real one, but C keeps nothing alive with it: as soon as no Go code refers to the variable, its ' +
    'memory is given to something else, and the callback reads another number as the handle.',
  contract: {
    text:
      '"It is not safe to coerce a Handle (an integer) to a Go unsafe.Pointer, but instead we can pass the ' +
      'address of the cgo.Handle to the void* parameter"; and C may not keep a Go pointer after the call ' +
      'returns, unless its memory is pinned.',
    url: 'https://pkg.go.dev/runtime/cgo#Handle',
  },
  classes: ['cgo-handle-misuse'],
  example: [
    'h := cgo.NewHandle(f)',
    'defer h.Delete()',
    'C.visit(C.int(n), C.visitor(C.goVisit), unsafe.Pointer(h))',
  ].join('\n'),
  remediation:
    'Let the C side take a `uintptr_t`, in a wrapper where the library wants `void *`, and pass ' +
    '`C.uintptr_t(h)`. Where C has to have a pointer that it keeps, let the handle live in memory from ' +
    '`C.malloc`, or in a field of an object that Go keeps for as long as C may call back.',
  dynamic:
    '`-d=checkptr`, which `-race` and `-asan` switch on, throws `checkptr: pointer arithmetic computed bad ' +
    'pointer value` at `unsafe.Pointer(h)`, and `go vet` (unsafeptr) reports it. For the address of a ' +
    'variable that C keeps, no tool says anything: at best the callback panics with `runtime/cgo: misuse of ' +
    'an invalid Handle`.',
  limits:
    'What C keeps is known from tables and announced by names; a C function that only reads the handle ' +
    'through the address while it is called looks the same. A variable made by `new` and an address that ' +
    'is stored in a C struct are not followed.',
};

export default docs;
