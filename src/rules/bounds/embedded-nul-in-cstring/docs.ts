import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'A Go string with a NUL inside is made a string of C',
  what:
    'Asks about `C.CString(s)` where `s` certainly has a NUL before its end: a literal, a constant, a sum with such a ' +
    'part, or `strings.Join` with it as the separator.\n\nIt leaves alone strings that end with a NUL, as lists ' +
    'that end with two do, strings that a C function gets together with a length, and every string whose content ' +
    'is not in the source.',
  why:
    'A string of C ends at its first NUL. `C.CString` copies the whole Go string, and C reads the part before the ' +
    'NUL: the rest is lost without an error. Where Go has checked the whole and C uses the part, the check is worth ' +
    'nothing.',
  contract: {
    text: 'A string is a contiguous sequence of characters terminated by and including the first null character (C11, 7.1.1).',
    url: 'https://pkg.go.dev/cmd/cgo#hdr-Go_references_to_C',
  },
  classes: [],
  example: `cs := C.CString(strings.Join(options, "\\x00"))
defer C.free(unsafe.Pointer(cs))
C.dev_configure(dev, cs)`,
  remediation:
    'Pass the bytes with their length, `C.CBytes` or a pointer to the slice, or refuse a string with a NUL as ' +
    '`syscall.BytePtrFromString` does. A list that ends with two NULs needs one written at its end: `C.CString` adds ' +
    'the other.',
  dynamic: 'No tool sees it; a test that reads back what C got does.',
  limits:
    'Strings that come from outside are not known, and those are the dangerous ones. A length that C gets in another ' +
    'call is not seen.',
};

export default docs;
