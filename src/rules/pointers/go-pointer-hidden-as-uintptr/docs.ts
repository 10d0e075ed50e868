import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Go pointer given to C, or kept, as an integer only',
  what:
    'Reports `C.uintptr_t(uintptr(unsafe.Pointer(&x)))` in the arguments of a call of C, at once or through ' +
    'a variable, where `x` is a local variable, or memory that the function makes, that no other code gets: ' +
    'it is on the stack. It also reports memory of a size that is not constant, which is on the heap, where ' +
    'nothing uses it behind the call; and, without any call, the address of a literal or of what ' +
    '`syscall.StringToUTF16Ptr` and its like make, where the integer is stored in a field and the pointer ' +
    'nowhere. Of a slice that the function is given and does not use behind the call it asks whether each caller ' +
    'keeps it.\n\nIt leaves alone memory of C, other parameters and what is reached ' +
    'through them, memory that is pinned, returned, stored or handed to other code, and memory on the heap ' +
    'that is used or kept alive behind the call.',
  why:
    'A pointer in the arguments of a call of C moves the variable to the heap, and cgo keeps it alive until ' +
    'the call returns. An integer does neither. A stack that grows, in a callback for one, is copied ' +
    'elsewhere: what C writes then is lost, or lands in what has its place now. Memory on the heap may be ' +
    'collected while C uses it. `runtime.KeepAlive` behind the call helps for the heap only: it does not ' +
    'take a variable off the stack.',
  contract: {
    text:
      'A uintptr "is an integer, not a reference": "even if a uintptr holds the address of some object, the ' +
      "garbage collector will not update that uintptr's value if the object moves, nor will that uintptr keep " +
      'the object from being reclaimed."',
    url: 'https://pkg.go.dev/unsafe#Pointer',
  },
  classes: ['uintptr-misuse', 'missing-keepalive'],
  example: [
    'var result C.int',
    'C.count(C.int(n), C.uintptr_t(uintptr(unsafe.Pointer(&result))))',
    'return int(result)',
  ].join('\n'),
  remediation:
    'Pass the pointer: declare the parameter as a pointer in C, in a wrapper where the library wants an ' +
    'integer. Where it has to be an integer, allocate the memory with `C.malloc`, or pin it with a ' +
    '`runtime.Pinner` until C is done with it: what is pinned is on the heap.',
  dynamic:
    'No tool reports it: cgo checks pointers, and `-d=checkptr` what becomes a pointer again in Go. The bad ' +
    'program makes the stack grow in a callback, and looks for what C wrote.',
  limits:
    'What the compiler puts on the stack is taken from what the function does with the variable. What ' +
    'a parameter or a field leads to may be on the stack of a caller; that is not followed. What C keeps beyond the call is not ' +
    'looked at.',
};

export default docs;
