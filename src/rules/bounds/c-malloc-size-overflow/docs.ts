import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'A size for malloc that is multiplied in 32 bits',
  what:
    'Reports a product in the size that `C.malloc`, `C.realloc` and their kin get, where it is computed in a type ' +
    'of 32 bits or fewer, as `C.int` or `uint32`, and only then converted to `C.size_t`; also where the product is ' +
    'the value of a local variable.\n\nIt leaves alone products of `int`, `uintptr` and `C.size_t`, factors that ' +
    'are too narrow for the product to overflow, and factors that the function compares with a limit.',
  why:
    'The product wraps around before it is widened: a `uint32` of 0x40000001 times 4 is 4. The allocation succeeds ' +
    'with much less memory than the code then fills, and the heap behind it is overwritten. A signed product can ' +
    'become negative, too, and the size then is so large that the program stops.',
  contract: {
    text:
      'For integers, "the operations +, -, *, and << are computed modulo 2ⁿ, where n is the bit width of the ' +
      'unsigned integer\'s type", and for signed ones they "may legally overflow".',
    url: 'https://go.dev/ref/spec#Integer_overflow',
  },
  classes: [],
  example: [
    'func newTable(n C.uint) *C.double {',
    '\treturn (*C.double)(C.malloc(C.size_t(n * 8)))',
    '}',
  ].join('\n'),
  remediation:
    'Convert first, then multiply: `C.size_t(n) * 8`. Or leave the product to C: `C.calloc(n, size)` returns null ' +
    'where it does not fit, and clears the memory. On 32-bit systems only that, or a limit for `n`, is enough.',
  dynamic: 'AddressSanitizer reports the first write behind the block, once a run has numbers large enough.',
  limits:
    'A limit that callers keep is not seen. Shifts, and sizes that C code computes, are not looked at. That `int` ' +
    'has 32 bits on some systems is not counted.',
};

export default docs;
