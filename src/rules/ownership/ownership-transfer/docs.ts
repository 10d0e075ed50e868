import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Go frees what a C function becomes the owner of',
  what:
    'Reports a free of a variable or field that the same function gives to a C function which becomes its owner. By ' +
    'the table of a library (`SSL_CTX_add_extra_chain_cert`), or as the call is given the function that frees it ' +
    '(`sqlite3_bind_text` with a destructor), that is an error. Where only a comment (`(transfer full)`) or the ' +
    'name announces it (`lib_adopt`, `lib_take_string`, `lib_set0_name`), the rule asks.\n\n' +
    'The free has to run on the paths over the call: a deferred one, or one behind it in the same block. Left alone are ' +
    'a free where the call has failed, a variable that is set anew behind the call, such as to nil, functions that give ' +
    'a reference back, C functions whose body is in the package, and names of libraries that have a table. What a wrapper frees in its ' +
    'finalizer or `Close` is told by c-double-free.',
  why:
    'Both the new owner and Go free the memory. The second free corrupts the allocator, or frees what somebody else has ' +
    'got in the meantime; until then the new owner works with memory that is gone.',
  contract: {
    text:
      'The behavior is undefined if the space has been deallocated by a call to `free` or `realloc` before (C11, ' +
      '7.22.3.3).',
    url: 'https://en.cppreference.com/w/c/memory/free',
  },
  classes: ['ownership-transfer-double-free'],
  example: `ctext := C.CString(text)
defer C.free(unsafe.Pointer(ctext))
C.label_adopt(l.c, ctext)`,
  remediation:
    'Look up who frees it. Where the callee does, delete the free of Go, or keep it for the path on which the call ' +
    'fails. Where it copies, say so in a comment, or list the function under `libraries:` in the configuration.',
  dynamic:
    'AddressSanitizer (`go build -asan`) stops at the second free with `attempting double-free`, or at a use of the new ' +
    'owner with `heap-use-after-free`, where a run comes to it.',
  limits:
    'A name announces and proves nothing. Only a free and a call in one function are compared, by the ' +
    'same variable or field: two variables with the same pointer are not.',
};

export default docs;
