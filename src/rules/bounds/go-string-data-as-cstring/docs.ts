import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Bytes of a Go string or slice where C reads up to a NUL byte',
  what:
    'Reports the bytes of a Go string, from `[]byte(s)` or `unsafe.StringData(s)`, that C gets as a string that ' +
    'ends with a NUL byte: where the function is documented to read up to one, where its C code hands the argument ' +
    'to such a function, where it is declared as `const char *` with nothing beside it that can be a length, and ' +
    'where a function that is not declared here gets a `*C.char` between other pointers. It asks about a `[]byte` ' +
    'that a caller gives, where the C side is shown to read a string.\n\nIt leaves alone bytes whose length is an ' +
    'argument as well, a slice that is appended to, copied into or written behind its first element, a string that ' +
    'ends with `\\x00` here or in a call, and functions with a number beside the pointer.',
  why:
    'A Go string has a length and no NUL byte at its end. A C function that gets only the address reads on until it ' +
    'meets some byte that is 0: the text has garbage behind it, depending on what the allocator put there, or the ' +
    'program reads memory that is not its own. It often works by chance, since sizes are rounded up and new memory ' +
    'is cleared.',
  contract: {
    text:
      'In C "a string is a contiguous sequence of characters terminated by and including the first null ' +
      'character", and an argument that is not one has undefined behaviour in the functions that take strings.',
    url: 'https://www.open-std.org/jtc1/sc22/wg14/www/docs/n1570.pdf',
  },
  classes: ['missing-nul-terminator'],
  example: [
    'func (c *Conn) SetHostName(name string) {',
    '\tbname := []byte(name)',
    '\tC.conn_set_host(c.ptr, (*C.char)(unsafe.Pointer(&bname[0])))',
    '}',
  ].join('\n'),
  remediation:
    'Copy it with `C.CString(s)` and free the copy. Where C only reads the text during the call, a slice of Go with ' +
    'the NUL byte appended does, `append([]byte(s), 0)`: it is never empty either. Where C takes a length, pass the ' +
    'address together with `len(s)`. A `[]byte` that C reads as a string must not have a NUL byte inside it.',
  dynamic:
    'AddressSanitizer, with `go build -asan`, reports the first byte that C reads behind the Go memory as ' +
    '`use-after-poison`, but only where the text fills its memory up to the redzone or the C code is instrumented ' +
    'and reads that far. Functions of libraries that were built without it are not seen, apart from those of the ' +
    'C library that it intercepts.',
  limits:
    'A function that reads a fixed number of bytes looks like one that reads a string, unless a body shows it. ' +
    'Pointers that a Go function makes of a string, as in `p := cptr(s)`, fields, and calls of the system without ' +
    'cgo are not followed. A comment above the function that speaks of a NUL byte is believed.',
};

export default docs;
