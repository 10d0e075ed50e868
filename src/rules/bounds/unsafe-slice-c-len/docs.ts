import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Result of a C function that is a length, or a failure',
  what:
    'Reports a length of `unsafe.Slice`, `unsafe.String`, `C.GoBytes` or `C.GoStringN` that is the result of a C ' +
    'function which is negative where it fails, and that nothing looks at in between. That it can be negative is ' +
    'known from its body in the package (`return -1`) or from the table of its library. Where only its type says ' +
    'so, `ssize_t`, the rule asks.\n\nIt leaves alone results that are compared with anything but zero, or that ' +
    'other code gets to see, the error of the two-value form included, and lengths that C stores or a caller passes.',
  why:
    'A failure is taken for a length: -1 stops the program, with `unsafe.Slice: len out of range` or ' +
    '`gobytes: length out of range`. Converted to an unsigned type of 32 bits it is a slice of 4 GiB over memory ' +
    'that is not there.',
  contract: {
    text:
      'At run time, if len is negative, or if ptr is nil and len is not zero, a run-time panic occurs (of ' +
      '`unsafe.Slice`).',
    url: 'https://pkg.go.dev/unsafe#Slice',
  },
  classes: ['unsafe-slice-misuse'],
  example: [
    '// static int lib_read(char *to, int size) { return is_open ? fill(to, size) : -1; }',
    'n := C.lib_read(&buf[0], C.int(len(buf)))',
    'return unsafe.Slice((*byte)(unsafe.Pointer(&buf[0])), n)',
  ].join('\n'),
  remediation:
    'Compare the result with zero before it is a length, and return the failure as an error. The two-value form of ' +
    'the call gives errno with it.',
  dynamic: 'The program panics where the call fails; no tool sees it before.',
  limits:
    'A length from a field, a parameter or a place that C stores into is not judged, nor whether it is too large ' +
    'for the memory. Whether the call can fail with these arguments is not known.',
};

export default docs;
