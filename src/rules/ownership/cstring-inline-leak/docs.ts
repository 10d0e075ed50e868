import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'C string made inside a call can never be freed',
  what:
    'The result of `C.CString` is an argument of a C call directly, with or without a conversion ' +
    'around it. Nothing else holds the pointer, so nothing in Go can free it. Calls of C functions ' +
    'that free or keep the argument are left alone.',
  why:
    '`C.CString` copies the Go string with `malloc`, and a C function that only reads its argument ' +
    'does not free it. Every call loses the length of the string and one byte.',
  contract: {
    text:
      'The C string is allocated in the C heap using malloc. It is the caller’s responsibility to ' +
      'arrange for it to be freed, such as by calling C.free.',
    url: 'https://pkg.go.dev/cmd/cgo#hdr-Go_references_to_C',
  },
  classes: ['leak-cstring'],
  example: 'C.volume_rename(v.ptr, C.CString(name))',
  remediation: 'Give the C string a name, and defer `C.free` before the call.',
  dynamic:
    'LeakSanitizer (`go build -asan`, Go 1.25 and later) reports the bytes and the C allocation, not ' +
    'the Go call; call `debug.FreeOSMemory()` twice before the end, or it misses most of them.',
  limits:
    'A C function without a visible body is taken to borrow its argument unless it is known to keep ' +
    'or free it; where it does, the finding is wrong. Where its name says that it may keep the ' +
    'pointer (`set`, `add`, `register`, …), the finding is a question. A string handed to a Go ' +
    'function is not reported here.',
};

export default docs;
