import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'C pointer is used after C.free',
  what:
    'On one path a pointer is given to `C.free`, or to a function of C or of the package that is known to ' +
    'free it, and then read, passed on or returned without having ' +
    'been assigned anew. A return of the pointer beside a deferred free of it counts as well, by ' +
    'itself or in a struct that is made for the caller; so does a slice or string over the memory, and ' +
    'what a function of C lends out of an object that is freed (`sqlite3_column_text` behind ' +
    '`sqlite3_finalize`). A copy of the bytes, a ' +
    'comparison with nil, and a second free, which `c-double-free` reports, are left alone. Where a field of a method’s receiver is given a pointer that the method frees as it returns, the rule asks whether the field is read later; so it does of a field of an object that is returned, and of a struct that C gave an exported function. Memory that is freed while an element or field still holds it (`shapes[i].points = p; C.free(p)`), and that C gets behind the loop, is reported at the free. A pointer in a local struct of C counts as freed by a function with one argument that is named for freeing and gets the struct’s address (`C.git_buf_free(&buf)`).\n\nOf a function of C ' +
    'that nothing is known of but its name, as `lib_thing_free` or `lib_destroy`, the rule asks: where it gets, alone ' +
    'and with its result unused, what one call of C gave, or a field that nothing else releases.',
  why:
    'After `free` the allocator may hand the same memory to anybody. C reads another object’s bytes ' +
    'or writes into them, and Go cannot recover from what follows.',
  contract: {
    text:
      'The behavior is undefined if the value of a pointer that refers to space deallocated by a call ' +
      'to the free or realloc function is used (C11, J.2).',
    url: 'https://www.open-std.org/jtc1/sc22/wg14/www/docs/n1570.pdf',
  },
  classes: ['use-after-free', 'free-before-error-check', 'ownership-transfer-double-free'],
  example: `cpath := C.CString(path)
C.free(unsafe.Pointer(cpath))
return C.volume_stat(cpath)`,
  remediation: 'Defer the free, or move it below the last use.',
  dynamic:
    'AddressSanitizer (`go build -asan`) reports `heap-use-after-free` where C or compiled Go code ' +
    'reads the memory. It is silent for `C.GoString` and `C.GoBytes`, because the runtime is not ' +
    'instrumented; valgrind shows those.',
  limits:
    'A call counts where it is known to free the whole object, whatever its other arguments are: one that ' +
    'gives a reference back (`g_object_unref`) does not, nor does a method that frees a field of its ' +
    'receiver. A Go function that reads through the pointer is not seen to use it. Fields are followed as long as no Go function is called that might set them. A copy of the ' +
    'pointer that C or another goroutine keeps is not seen.',
};

export default docs;
