import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Numbers of Go that C sees with another width',
  what:
    'Reports `(*C.T)(unsafe.Pointer(&x))` where `x` is a number of Go that is not as wide as the type of C:\n\n' +
    '- elements of a slice or array of `int` or `uint` that C sees as `C.int`, and of other types where `len` of ' +
    'the slice is given with them;\n' +
    '- a variable that is narrower than what C stores, as a `bool` or an `int32` seen as `C.long`;\n' +
    '- a variable that is wider than what C stores, where the function asks whether it is negative.\n\n' +
    'It asks where the widths differ only on Windows, where `C.long` has 4 bytes, or only on 32-bit systems, and the ' +
    'file can be built for one.\n\nIt leaves alone types of the same width, bytes as a view of anything and ' +
    'anything as a view of bytes, fields of a struct, numbers that Go itself reads through the pointer, ' +
    'and a wider variable whose lower half C sets, where nothing asks for its sign.',
  why:
    'Go refuses to convert `*int` to `*C.int`, since they are different types; `unsafe.Pointer` takes the check ' +
    'away. On 64-bit systems `int` has 8 bytes and `C.int` 4: C sees each element of a `[]int` as two numbers, and ' +
    'every second one of small values is 0. What C stores into a variable that is too narrow overwrites what lies ' +
    'behind it.',
  contract: {
    text:
      'Pattern 1: conversion of a *T1 to Pointer to *T2 is valid "provided that T2 is no larger than T1 and that ' +
      'the two share an equivalent memory layout".',
    url: 'https://pkg.go.dev/unsafe#Pointer',
  },
  classes: ['int-width-mismatch'],
  example: [
    'func (ds Dataset) Read(bands []int) {',
    '\tC.ds_read(ds.c, C.int(len(bands)), (*C.int)(unsafe.Pointer(&bands[0])))',
    '}',
  ].join('\n'),
  remediation:
    'Give C memory of its own type: a `[]C.int` that is filled in a loop, or a variable `var n C.int` whose value is ' +
    'converted after the call. Then no `unsafe.Pointer` is needed, and the compiler checks the rest.',
  dynamic:
    'The program shows wrong numbers. AddressSanitizer reports an access behind the end of a heap object where C ' +
    'code that is instrumented makes it; checkptr looks at the conversion only where the wider type reaches out of ' +
    'a heap object.',
  limits:
    'Structs are not compared. A slice of `int` that is meant as raw memory is reported. Typedefs of headers that ' +
    'are not in the repository are known for a few libraries only. Pointers that are put into a variable as ' +
    '`unsafe.Pointer` first are not followed.',
};

export default docs;
