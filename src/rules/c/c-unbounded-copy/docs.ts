import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'C code copies a text into a buffer without a limit',
  what:
    'Reports in preambles and in the package’s own C files `strcpy`, `stpcpy`, `strcat` and the `%s` of ' +
    '`sprintf` into an array of known size where the text is a parameter or comes from `getenv` and nothing ' +
    'in the function looks at its length; `gets`; and as an error a copy into `malloc(strlen(s))`, which ' +
    'has no room for the byte that ends the text.\n\nIt leaves alone literals, texts whose length the ' +
    'function asks for, precisions (`%.20s`), parameters that get short literals only, buffers of ' +
    'unknown size, and C files with a `main`.',
  why:
    'What does not fit is written over what lies behind the buffer: a return address, the heap’s own data, ' +
    'other variables. A text from Go, `C.CString(name)`, is as long as the user makes it.',
  contract: {
    text:
      'The strcpy function copies the string pointed to by s2 (including the terminating null character) ' +
      'into the array pointed to by s1; it has no limit (C11 7.24.2.3, MSC24-C).',
    url: 'https://wiki.sei.cmu.edu/confluence/display/c/STR31-C.+Guarantee+that+storage+for+strings+has+sufficient+space+for+character+data+and+the+null+terminator',
  },
  classes: [],
  example:
    '/*\nstatic void set_name(const char *name) {\n\tchar buf[16];\n\tstrcpy(buf, name);\n}\n*/\nimport "C"',
  remediation:
    'Say how much there is room for, and what happens with more: `snprintf(buf, sizeof buf, "%s", name)` ' +
    'returns how long the text would have been. For a copy of its own use `strdup`, or `malloc(strlen(s) + 1)`.',
  dynamic:
    'AddressSanitizer reports a stack-buffer-overflow or heap-buffer-overflow with the line of the C code, ' +
    'when a text that is too long comes by.',
  limits:
    'A length that the caller checks is not seen where the caller is in Go or in another package. Copies of ' +
    'local variables and of fields are not reported, nor are `memcpy` and `scanf`.',
};

export default docs;
