import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'A C function returns the address of its own variable',
  what:
    'Reports in preambles and in the package’s own C files a `return` of a local array, of `&x` for a ' +
    'local `x`, of a place inside one of them, and of a pointer that never holds anything else.\n\nIt ' +
    'leaves alone `static` variables, memory from `malloc`, values that are returned as a whole, what stands ' +
    'behind a pointer, and pointers that may lead elsewhere.',
  why:
    'The stack frame of a C function ends with its return. Go reads, with `C.GoString` for one, what the ' +
    'next C call leaves there, or nothing: gcc may return a null pointer instead of such an address.',
  contract: {
    text:
      'The lifetime of an object of automatic storage duration ends with the execution of its block; the ' +
      'value of a pointer to it is indeterminate from then on (C11 6.2.4).',
    url: 'https://wiki.sei.cmu.edu/confluence/display/c/DCL30-C.+Declare+objects+with+appropriate+storage+durations',
  },
  classes: [],
  example:
    '/*\nstatic const char *label(int n) {\n\tchar buf[16];\n\tsnprintf(buf, sizeof buf, "n%d", n);\n\treturn buf;\n}\n*/\nimport "C"',
  remediation:
    'Let the caller give the buffer and its size, or return memory from `malloc` (`strdup`), which Go then ' +
    'frees with `C.free`.',
  dynamic:
    'gcc warns (`-Wreturn-local-addr`) where the address stands in the return itself, and makes it a null ' +
    'pointer at `-O2`, so that the program ends with a SIGSEGV. AddressSanitizer reports ' +
    'stack-use-after-return with `ASAN_OPTIONS=detect_stack_use_after_return=1`, not by default, and only ' +
    'for reads in C code.',
  limits:
    'Addresses that are stored in a struct or given out through a parameter are not followed, nor are ' +
    'those that another function passes through. Code under conditions of the preprocessor is read as it stands.',
};

export default docs;
