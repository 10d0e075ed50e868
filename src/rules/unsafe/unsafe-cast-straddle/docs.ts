import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Memory that is seen as more than it has',
  what:
    'Reports memory whose size is certain and that is seen as more, on 64-bit systems:\n\n' +
    '- `unsafe.Slice` with a constant length that reaches behind a variable, an array, a slice that was made with ' +
    'a constant length, or an allocation of `C.malloc`;\n' +
    '- a pointer to a variable that is converted to a pointer to a larger type, as `*(*[]byte)(unsafe.Pointer(&s))` ' +
    'of a string `s`;\n' +
    '- a slice of bytes over the address of a variable that is a pointer, with a computed length: ' +
    '`(*[1 << 30]byte)(unsafe.Pointer(&p))[:n]`;\n' +
    '- `C.malloc` with a number of elements for bytes: `C.malloc(C.size_t(n))` seen as `n` elements of a type with ' +
    'more than one byte.\n\nIt leaves alone fields, elements at an index that is not constant, types whose size is ' +
    'not known, and lengths that are computed.',
  why:
    'Reads behind the memory give values that belong to something else, and writes change them: another variable, ' +
    'the heap of C, or what Go keeps there. Of a string that is converted to a slice, the capacity is whatever ' +
    'stands behind the string.',
  contract: {
    text:
      'Pattern 1: conversion of a *T1 to Pointer to *T2 is valid "provided that T2 is no larger than T1 and that ' +
      'the two share an equivalent memory layout".',
    url: 'https://pkg.go.dev/unsafe#Pointer',
  },
  classes: ['buffer-too-small', 'pointer-type-confusion'],
  example: [
    'func newTable(n int) []float64 {',
    '\tp := C.malloc(C.size_t(n))',
    '\treturn unsafe.Slice((*float64)(p), n)',
    '}',
  ].join('\n'),
  remediation:
    'Take the length from the memory itself, `unsafe.Slice(&a[0], len(a))`, and the size from the type: ' +
    '`C.calloc(C.size_t(n), C.size_t(unsafe.Sizeof(*p)))`. The bytes of a string are ' +
    '`unsafe.Slice(unsafe.StringData(s), len(s))`, and must not be written to.',
  dynamic:
    'checkptr, which `-race` and `-asan` turn on, reports what straddles heap objects of Go: "converted pointer ' +
    'straddles multiple allocations" and "unsafe.Slice result straddles multiple allocations". It sees nothing of ' +
    'variables on the stack, of memory of C, and of types with an alignment of 1. AddressSanitizer reports accesses ' +
    'behind an allocation of C.',
  limits:
    'Structs of C have no size here. A product that is one factor short, as `n * 4` for elements of 8 bytes, is not ' +
    'compared. Memory that comes from another function is not known.',
};

export default docs;
