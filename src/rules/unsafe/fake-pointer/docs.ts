import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Number turned into a pointer',
  what:
    'Reports a pointer that is made of an index, a count or an identifier: `unsafe.Pointer(uintptr(i))` ' +
    'of an `int` or a narrower type, of a length, of a counter, of a constant below 4096, or of what a ' +
    'function of the module gives that returns nothing else; also where the function that turns its ' +
    'parameter into a pointer is called with one.\n\nIt asks about arithmetic on a nil pointer, which ' +
    'makes a pointer of any integer, and about a negative constant as a pointer that Go code gets.\n\n' +
    'It leaves alone integers that may hold an address (results of system calls and of C, parameters and ' +
    'fields of the type `uintptr`), pointers that the code reads through, constants that may be the ' +
    'address of a device, and pointers that are only compared.',
  why:
    'The runtime takes every value of a pointer type for nil or an address. Where it finds one below ' +
    '4096 on a stack that it has to move, it ends the program: `runtime: bad pointer in frame`, `invalid ' +
    'pointer found on stack`. A larger number may happen to be an address of the Go heap: it then keeps ' +
    'an object alive, or the collector finds a pointer into memory that it has given back, and throws.',
  contract: {
    text:
      'The conversion of a uintptr to Pointer is valid where the uintptr was a pointer: a Pointer has to ' +
      'be nil or the address of memory. "Code not using these patterns is likely to be invalid today or ' +
      'to become invalid in the future."',
    url: 'https://pkg.go.dev/unsafe#Pointer',
  },
  classes: ['fake-pointer'],
  example: [
    'index := len(visitors)',
    'visitors = append(visitors, f)',
    'C.visit(n, C.visitor(C.goVisit), unsafe.Pointer(uintptr(index)))',
  ].join('\n'),
  remediation:
    'Where a function of C wants user data as `void *`, write a wrapper in C that takes a `uintptr_t` and ' +
    'casts it there, and let the exported function take `uintptr_t`, too. Or hand over the address of a ' +
    'few bytes from `C.malloc` that serve as the key of a map, and free them when C forgets them.',
  dynamic:
    '`-d=checkptr`, which `-race` and `-asan` switch on, throws `checkptr: pointer arithmetic computed ' +
    'bad pointer value` for a number from 1 to 4095, also behind arithmetic on nil; for a larger one or a ' +
    'negative one it is silent. Without it, the program ends only if the stack moves while a variable on ' +
    'it holds the pointer. `go vet` (unsafeptr) reports the conversion of a `uintptr` variable without ' +
    'knowing what it holds, and does not see through arithmetic on nil.',
  limits:
    'An `int` is taken for a number, though an address fits into it, unless its name says so or it was ' +
    'made of a pointer. What a field or a parameter of the type `uintptr` holds is known only where the ' +
    'package counts it up or passes numbers. A pointer that C makes of a number and gives to Go is not seen.',
};

export default docs;
