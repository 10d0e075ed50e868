import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Memory that C only lends is freed',
  what:
    'Reports `C.free`, or a function of a library that frees, of memory that is not its caller’s: constant text of the ' +
    'library (`virConnectGetType`), a buffer of the thread (`dlerror`), what belongs to another object ' +
    '(`sqlite3_column_text`). The tables of libraries and C bodies in the package, such as one that returns a string literal, say who lends.\n\n' +
    'Of a function that no table knows the rule asks where something announces a loan and `C.free` gets what it gives: it ' +
    'is named for a property (`lib_get_name`) and declared to return `const char *`, a comment at its declaration says that somebody else owns the result, it ' +
    'is named for constant text (`lib_version`, `lib_strerror`), or three other callers and more do not free it while ' +
    'this one alone does; then either they leak or this one frees too much.\n\n' +
    'Left alone are pointers that may come from somewhere else as well, and objects that another ' +
    'call in the function may have made the caller’s own (`xmlUnlinkNode`, `g_object_ref`).',
  why:
    'The memory is not from the allocator that gets it, or it is freed again by its owner, or the owner goes on to ' +
    'use it. `free` of text in the program’s own data aborts the process: `free(): invalid ' +
    'pointer`.',
  contract: {
    text:
      'The behavior is undefined if `free` gets what no memory management function returned, or what has been freed ' +
      'already (C11, 7.22.3.3).',
    url: 'https://en.cppreference.com/w/c/memory/free',
  },
  classes: ['free-of-borrowed'],
  example: `kind := C.virConnectGetType(conn)
defer C.free(unsafe.Pointer(kind))
return C.GoString(kind)`,
  remediation:
    'Copy what is needed, with `C.GoString` or `C.GoBytes`, while the owner is alive, and do not free it.',
  dynamic:
    'Under AddressSanitizer (`go build -asan`) the `free` of a string literal is a `SEGV` inside of its `free`, as ' +
    'the text is read-only; for other memory that malloc did not give it reports `attempting free on address which ' +
    'was not malloc()-ed`, and `attempting double-free` where the owner frees it as well. ' +
    'The stack ends at `runtime.asmcgocall` and does not name the Go line.',
  limits:
    'Knows only functions in the tables and what announces a loan; `const` in front of a result is a habit, not a ' +
    'promise, and some libraries give memory to the caller so. Fields of C structs and elements of arrays are not followed.',
};

export default docs;
