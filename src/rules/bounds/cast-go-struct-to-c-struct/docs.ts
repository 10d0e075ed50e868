import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'A struct of Go that is seen as a struct of C with another layout',
  what:
    'Reports `(*C.T)(unsafe.Pointer(&x))` where `x` is a struct of Go, and `(*T)(unsafe.Pointer(p))` where `p` points ' +
    'to a struct of C, if the two differ on 64-bit systems:\n\n' +
    '- a number or pointer has another place or size than the one of its name on the other side, or shares only some ' +
    'bytes with one there;\n' +
    '- `x` is a variable, and shorter than the struct of C.\n\nA pointer to an object of C that is seen as a pointer to ' +
    'a pointer, `(**C.T)(unsafe.Pointer(p))` where `p` leads to the `T` itself, is reported as well: `&p` is meant.\n\nIt looks at structs whose declarations are in the ' +
    'package, in preambles and headers. It leaves alone arrays and structs inside, since what they stand for is ' +
    'not known, numbers that are split in two, padding, and a view of only the first members.',
  why:
    'Go lays out its own types, not those of C: an `int` has 8 bytes where a C `int` has 4, and behind the first ' +
    'difference every member is read from the wrong place. What C writes behind a struct that is too short ' +
    'belongs to somebody else.',
  contract: {
    text:
      'Pattern 1: conversion of a *T1 to Pointer to *T2 is valid "provided that T2 is no larger than T1 and that ' +
      'the two share an equivalent memory layout".',
    url: 'https://pkg.go.dev/unsafe#Pointer',
  },
  classes: ['pointer-type-confusion'],
  example: [
    '// typedef struct { int width; int height; } options;',
    'type options struct{ Width, Height int }',
    '',
    'func apply(opts options) {',
    '\tC.apply((*C.options)(unsafe.Pointer(&opts)))',
    '}',
  ].join('\n'),
  remediation:
    'Make a struct of C and set its members, `C.options{width: C.int(o.Width)}`: the compiler checks names and types, ' +
    'and no `unsafe.Pointer` is needed.',
  dynamic:
    'The program shows wrong numbers. AddressSanitizer reports an access behind a struct that is too short, where C ' +
    'code that is instrumented makes it; checkptr looks at the conversion only where the larger struct reaches out ' +
    'of a heap object.',
  limits:
    'Types of headers that are not in the repository, bit-fields, anonymous members, and packages that pack or align ' +
    'structs are not compared. A float where C has an integer of the same size is not reported.',
};

export default docs;
