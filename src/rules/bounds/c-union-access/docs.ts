import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'A union of C that is seen as a type of another size',
  what:
    'Reports `(*T)(unsafe.Pointer(&u))` where `u` is a union of C and `T`, on 64-bit systems, is larger than the ' +
    'union; and where `T` is a number or a pointer, the union has only such, and none of them is as wide as `T`.\n\n' +
    'It looks at unions whose declarations are in the package. It leaves alone views as bytes, and unions with ' +
    'arrays or structs inside, unless `T` is larger than all of it.',
  why:
    'cgo shows a union to Go as an array of bytes, and nothing checks as what they are read. An `int` of Go is 8 ' +
    'bytes: read from a C `int` it takes 4 bytes along that belong to another member, or to what stands behind the ' +
    'union. What is written through it overwrites those.',
  contract: {
    text: "As Go doesn't have support for C's union type in the general case, C's union types are represented as a Go byte array with the same length.",
    url: 'https://pkg.go.dev/cmd/cgo#hdr-Go_references_to_C',
  },
  classes: ['int-width-mismatch'],
  example: [
    '// struct value { int kind; union { int i; float f; } u; };',
    'func (v *C.struct_value) number() int {',
    '\treturn *(*int)(unsafe.Pointer(&v.u))',
    '}',
  ].join('\n'),
  remediation:
    'Read the member with its own type of C, and convert its value then. A function of the preamble that returns the ' +
    'member needs no `unsafe.Pointer`.',
  dynamic:
    'The program shows wrong numbers. checkptr reports the view only where it reaches out of a heap object of Go, ' +
    'and AddressSanitizer where it reaches out of a block of C.',
  limits:
    'Which member is the right one is not known: a float that is read as an integer of its size is not reported. ' +
    'Unions of headers that are not in the repository, anonymous unions, and packages that pack structs are not ' +
    'looked at.',
};

export default docs;
