import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'A pointer that is moved behind the end of its memory',
  what:
    'Reports `unsafe.Add(p, k)` and `unsafe.Pointer(uintptr(p) + k)` where `k` is constant, `p` leads to a variable, ' +
    'to an element of an array or of a slice that was made with a constant length, or to an allocation of `C.malloc` ' +
    'with a constant size, and the sum is behind the end of that.\n\nThe end itself is reported only where it is read ' +
    'or written right there: pointers to the end are compared with. It leaves alone fields, offsets that are not ' +
    'constant, pointers from other functions, and moves to the front.',
  why:
    'What stands there belongs to something else: it is read as a wrong value, or overwritten. A pointer of Go that ' +
    'leads to no allocation can also stop the program as soon as the garbage collector finds it.',
  contract: {
    text: 'Pattern 3: "Unlike in C, it is not valid to advance a pointer just beyond the end of its original allocation".',
    url: 'https://pkg.go.dev/unsafe#Pointer',
  },
  classes: ['out-of-bounds-c-array'],
  example: [
    'func third() uint64 {',
    '\tvar pair [2]uint64',
    '\treturn *(*uint64)(unsafe.Add(unsafe.Pointer(&pair[0]), 16))',
    '}',
  ].join('\n'),
  remediation:
    'Index the array itself, or a slice of it, and let Go check the bounds; for a field, use `unsafe.Offsetof`. Where ' +
    'the address has to be computed, keep it below the size of what it points into.',
  dynamic:
    'checkptr, which `-race` and `-asan` turn on, reports "pointer arithmetic result points to invalid allocation" ' +
    'where the pointer starts in a heap object of Go and leaves it. It sees nothing of variables on the stack and of ' +
    'memory of C; there AddressSanitizer reports what is read or written behind an allocation of C.',
  limits:
    'Sizes are those of 64-bit systems. The size of a struct of C is not known here, and neither is memory whose ' +
    'size is computed.',
};

export default docs;
