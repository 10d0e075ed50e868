import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Index that is added to an address without the size of the elements',
  what:
    'Reports `(*T)(unsafe.Pointer(uintptr(unsafe.Pointer(p)) + k))` and `(*T)(unsafe.Add(unsafe.Pointer(p), k))` where ' +
    '`p` is a `*T` already, a `T` is larger than a byte, and `k` is\n\n' +
    '- the counter of a loop that goes up by one, not multiplied by anything: `uintptr(i)`, or ' +
    '`unsafe.Sizeof(*p) + uintptr(i)` in place of a product;\n' +
    '- the constant 1.\n\n' +
    'It leaves alone products and shifts, elements of one byte, conversions to another type, which may step over a ' +
    'header, other constants, variables that are no plain counters or that count up to a size, and types of C whose size ' +
    'is not known.',
  why:
    'Addresses count bytes: the second round reads from the middle of the first element, a pointer made of parts of ' +
    'two others. It is followed, or freed, and the program crashes somewhere else; or it is a wrong number.',
  contract: {
    text:
      'A uintptr is a number without a type: "the most common use of this pattern is to access fields in a struct or ' +
      'elements of an array", with an offset of `i*unsafe.Sizeof(x[0])`.',
    url: 'https://pkg.go.dev/unsafe#Pointer',
  },
  classes: ['pointer-arithmetic'],
  example: [
    'for i := 0; i < n; i++ {',
    '	p := (**C.char)(unsafe.Pointer(uintptr(unsafe.Pointer(names)) + uintptr(i)))',
    '	fmt.Println(C.GoString(*p))',
    '}',
  ].join('\n'),
  remediation:
    'Make a slice of the elements with `unsafe.Slice(p, n)` and index that. Where the address has to be computed, ' +
    'multiply the index by `unsafe.Sizeof(*p)`.',
  dynamic:
    'checkptr, which `-race` and `-asan` turn on, reports "misaligned pointer conversion" where the elements hold ' +
    'pointers. Of numbers it says nothing.',
  limits:
    'Sizes are those of 64-bit systems. A pointer that was kept as an `unsafe.Pointer` or a number has no type to ' +
    'compare with, and is left alone.',
};

export default docs;
