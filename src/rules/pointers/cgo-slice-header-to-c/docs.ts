import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Address of a slice or string variable given to C',
  what:
    'Reports `unsafe.Pointer(&s)` in the arguments of a call of C, under a cast or not, or in a variable that holds ' +
    'nothing else and is given to C, where `s` is ' +
    'a slice or a string, and `(**C.char)(unsafe.Pointer(&s[0]))` where the elements of `s` are slices or ' +
    'strings: C reads pointers there, and Go has a length behind each.\n\nIt leaves alone arrays, structs, numbers and values of C types, ' +
    'functions of C whose parameter is a pointer to `GoSlice` or `_GoString_`, and an address beside ' +
    'a C function in the same call, which is data for that callback.',
  why:
    'The variable holds a header (the pointer to the elements, the length, and for a slice the ' +
    'capacity), and its address is the address of that header. C reads the header as data, or writes ' +
    'data over it: the slice then has a pointer and a length that C made up, and the next use of it ' +
    'in Go reads or writes anywhere.',
  contract: {
    text:
      '"Go code may pass a Go pointer to C provided the memory to which it points does not contain any ' +
      'Go pointers to memory that is unpinned." A header contains one: the pointer to the elements.',
    url: 'https://pkg.go.dev/cmd/cgo#hdr-Passing_pointers',
  },
  classes: ['pointer-type-confusion'],
  example: ['buf := make([]byte, n)', 'C.fill(unsafe.Pointer(&buf), C.size_t(len(buf)))'].join('\n'),
  remediation:
    'Pass the address of the elements: `unsafe.SliceData(s)` for a slice, with `len(s)` beside it. A ' +
    'string has no NUL at its end: pass `unsafe.StringData(s)` only to a function that takes a length ' +
    'and does not write, and a `C.CString` that is freed afterwards to any other. For an array of ' +
    'strings, make an array of `*C.char` and fill it with `C.CString`s.',
  dynamic:
    'With `GODEBUG=cgocheck=1`, the default, the call panics: `argument of cgo function has Go ' +
    'pointer to unpinned Go slice`. Under a cast to a pointer type without pointers, such as ' +
    '`(*C.char)(unsafe.Pointer(&s))`, the check passes and only the data is wrong. `go vet` reports ' +
    'the form without the cast.',
  limits:
    'A header whose address is stored in a field, or in a variable that gets other addresses too, is not found. The type of a variable that is the result of a function of another ' +
    'package may be unknown; it is not reported then.',
};

export default docs;
