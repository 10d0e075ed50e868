import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'The bytes of a string are written to through an unsafe view',
  what:
    'Reports writes through a slice or pointer that is a view of a string: `unsafe.Slice(unsafe.StringData(s), ' +
    'n)`, `*(*[]byte)(unsafe.Pointer(&s))`, and functions of the package that return one. A write is an ' +
    'assignment to an element, `copy`, `clear`, `append` to a part, and a read of input into it.\n\nIt leaves ' +
    'alone views that are only read, `[]byte(s)`, which copies, and strings made over bytes with `unsafe.String`.',
  why:
    'Strings do not change: the compiler puts constants into read-only memory, where a write ends the program ' +
    'with a fault that cannot be recovered from, and other strings share the same bytes. Map keys and ' +
    'substrings change without anybody having touched them.',
  contract: {
    text: 'Since Go strings are immutable, the bytes returned by StringData must not be modified.',
    url: 'https://pkg.go.dev/unsafe#StringData',
  },
  classes: [],
  example: 'b := unsafe.Slice(unsafe.StringData(name), len(name))\nb[0] = 65',
  remediation: 'Copy the string, `[]byte(s)`, change the copy, and make a string of it where one is wanted.',
  dynamic:
    'A write to a constant ends with `unexpected fault address` and `fatal error: fault`. Writes to other ' +
    'strings show nothing but wrong data: AddressSanitizer, checkptr and the race detector let them pass.',
  limits:
    'Views that are passed on to another function are not followed, nor are those made with ' +
    '`reflect.StringHeader`. A string that is wiped on purpose is reported, too.',
};

export default docs;
