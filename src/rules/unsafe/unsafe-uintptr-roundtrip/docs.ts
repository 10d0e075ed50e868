import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Pointer kept as a `uintptr` and turned back later',
  what:
    'Reports `unsafe.Pointer(u)` where the variable `u` got its value from ' +
    '`uintptr(unsafe.Pointer(p))` in an earlier statement, also after arithmetic on `u`, and `p` ' +
    'points to Go memory: the address of a variable, a pointer of a Go type, or one made by ' +
    '`new`.\n\nIt leaves alone both conversions in one expression, pointers to memory of C, numbers ' +
    'that do not come from a pointer (results of system calls, parameters), and `reflect.Value` ' +
    'methods `Pointer` and `UnsafeAddr` that are converted in the same expression.',
  why:
    'A `uintptr` is a number. While the address exists only as a number, the object that it belongs ' +
    'to may be freed by the collector and its memory given to another, and a stack that grows is ' +
    'copied elsewhere without the number being updated. The pointer that is made from the number then ' +
    'points to something else.',
  contract: {
    text:
      'Pattern 3: "both conversions must appear in the same expression, with only the intervening ' +
      'arithmetic between them"; a uintptr "cannot be stored in variable before conversion back to ' +
      'Pointer".',
    url: 'https://pkg.go.dev/unsafe#Pointer',
  },
  classes: ['uintptr-misuse'],
  example: [
    'addr := uintptr(unsafe.Pointer(s)) + unsafe.Offsetof(s.value)',
    'runtime.GC()',
    'return *(*uint64)(unsafe.Pointer(addr))',
  ].join('\n'),
  remediation:
    'Keep the pointer as a pointer: `p := unsafe.Add(unsafe.Pointer(s), offset)`, Go 1.17 and later, ' +
    'or do both conversions in one expression. Keep a number only where it is an offset, or is ' +
    'compared, hashed or printed. For an element of a slice, index the slice.',
  dynamic:
    '`-d=checkptr`, which `-race` and `-asan` switch on, throws `checkptr: pointer arithmetic result ' +
    'points to ' +
    "invalid allocation` when the number points into the heap, a global or the goroutine's own stack. `go vet` " +
    '(unsafeptr) reports the conversion without saying where the number comes from.',
  limits:
    'Follows local variables of one function, and those that a function literal captures. A number ' +
    'that is stored in a field or returned is not followed. Where the object is kept alive in another ' +
    'way and is not on a stack, the code breaks the rule of `unsafe` without a visible effect.',
};

export default docs;
