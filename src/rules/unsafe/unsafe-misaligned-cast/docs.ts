import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'An address that is not aligned for the type it is seen as',
  what:
    'Reports `*(*T)(unsafe.Pointer(&place))` where `place` is a field of a struct, an element of an array at a ' +
    'constant index, or one of a slice that the function makes, and its distance from the start of that is no ' +
    'multiple of the alignment of `T`.\n\nWhere `T` holds pointers, that is an error. Where it holds none, it is ' +
    'a question: processors of x86 and arm64 read such values, and code may be written for these. It leaves alone ' +
    'pointers that are kept for later, slices and pointers from other functions, and the start of a list of bytes.',
  why:
    'Some processors stop the program at such an access, and an atomic operation on it is not atomic on any. The ' +
    'garbage collector looks for pointers at multiples of their size only: it does not see one that is elsewhere, ' +
    'and frees what it leads to.',
  contract: {
    text: 'The address of a variable is a multiple of its type’s alignment: "uintptr(unsafe.Pointer(&x)) % unsafe.Alignof(x) == 0".',
    url: 'https://go.dev/ref/spec#Package_unsafe',
  },
  classes: ['alignment'],
  example: [
    'func next() *node {',
    '\tb := make([]byte, 64)',
    '\treturn *(**node)(unsafe.Pointer(&b[4]))',
    '}',
  ].join('\n'),
  remediation:
    'Copy numbers out with `encoding/binary`, which compiles to one load, and keep pointers in fields of a pointer ' +
    'type: no memory without pointers holds one for the garbage collector.',
  dynamic:
    'checkptr, which `-race` and `-asan` turn on, reports "misaligned pointer conversion" where the type holds ' +
    'pointers. It says nothing of numbers.',
  limits: 'Alignments are those of 64-bit systems. Structs of C are not laid out here.',
};

export default docs;
