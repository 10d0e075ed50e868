import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Length that is cut to a C integer',
  what:
    'Reports `C.int(len(b))` and the like in the arguments of a C function, where the type has 32 bits or fewer and ' +
    'nothing in the function compares the length with a limit.\n\nThe length of an array is left alone. The rule is a ' +
    'preview: most such lengths never come near the limit, and only the maintainer knows which do.',
  why:
    'A Go slice or string can be longer than a C `int` can say. The conversion keeps the low bits: 4 GiB and 16 bytes ' +
    'are 16 to C, which then writes, hashes or encrypts 16 bytes and reports success; a length above 2 GiB is negative.',
  contract: {
    text:
      'When converting between integer types, if the value is out of range it is truncated to fit in the result ' +
      "type's size, and there is no indication of overflow.",
    url: 'https://go.dev/ref/spec#Conversions',
  },
  classes: ['int-truncation'],
  example: `func (h *Hash) Write(b []byte) {
	C.hash_update(h.c, (*C.uchar)(unsafe.SliceData(b)), C.int(len(b)))
}`,
  remediation:
    'Refuse what is longer than the type can say, or hand it over in pieces. Where the C function exists with ' +
    '`size_t`, call that one.',
  dynamic: 'No tool reports the conversion; a test with data of such a length sees the wrong result.',
  limits: 'A limit that callers keep, and one that a variable carries, is not seen.',
};

export default docs;
