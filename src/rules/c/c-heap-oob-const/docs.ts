import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'C code writes or reads past memory of a constant size',
  what:
    'Reports in preambles and in the package’s own C files a constant index that is not below the constant length ' +
    'of a local array, or of memory from `malloc` or `calloc` of a constant size that its pointer always leads to; and ' +
    '`memset`, `memcpy`, `memmove`, `strncpy`, `snprintf` and `fgets` that are given a constant length above it.\n\n' +
    'It leaves alone `&a[n]`, `sizeof`, pointers that are moved or get another value, sizes that depend on the ' +
    'system, and code under a condition over `sizeof`.',
  why:
    'The bytes behind a block belong to another one, or to the allocator: the program goes on, and breaks somewhere ' +
    'else, often in Go code that shares nothing with this function.',
  contract: {
    text: 'Behind the last element of an array nothing may be read or written (C11 6.5.6, 6.5.2.1).',
    url: 'https://wiki.sei.cmu.edu/confluence/display/c/ARR30-C.+Do+not+form+or+use+out-of-bounds+pointers+or+array+subscripts',
  },
  classes: ['buffer-too-small', 'out-of-bounds-c-array'],
  example:
    '/*\n#include <stdlib.h>\n\nstatic char *digits(void) {\n\tchar *p = malloc(8);\n\tp[8] = 0;\n\treturn p;\n}\n*/\nimport "C"',
  remediation: 'Allocate one more for the byte that ends a text, and name the size once.',
  dynamic:
    'AddressSanitizer reports heap-buffer-overflow or stack-buffer-overflow at the line, where a test runs it. gcc ' +
    'warns of some (`-Warray-bounds`), and only at `-O2`.',
  limits:
    'Indexes in variables, members of structs and arrays of arrays are not looked at. Code under conditions of the ' +
    'preprocessor is read as it stands.',
};

export default docs;
