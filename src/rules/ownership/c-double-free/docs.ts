import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'C memory is freed twice',
  what:
    'On one path the same pointer is freed twice without having been assigned anew in between: by ' +
    '`C.free`, by a function of C whose body or library frees it, or by a Go function of the package ' +
    'that does; or it is freed explicitly where a deferred free of it still is to run. Setting the ' +
    'variable to nil does not undo `defer C.free(unsafe.Pointer(p))`, whose argument is already ' +
    'evaluated; it does where a deferred closure reads the variable.\n\nOf a function of C that nothing is ' +
    'known of but its name, as `lib_thing_free` or `lib_destroy`, the rule asks: where it gets, alone and with ' +
    'its result unused, what one call of C gave, or a field that nothing else releases, twice on one path.\n\nReports also a pointer that a ' +
    'function of C becomes the owner of, by what is known of its library, while the Go value that holds ' +
    'it keeps a finalizer or cleanup that frees it; or, where a method gives away a field of its own ' +
    'receiver, while another method frees that field.',
  why:
    'The second `free` corrupts the allocator or, where the memory has been handed out again, frees ' +
    'somebody else’s object. With luck glibc aborts: `free(): double free detected in tcache 2`.',
  contract: {
    text:
      'If the argument does not match a pointer earlier returned by a memory management function, or if ' +
      'the space has been deallocated by a call to free or realloc, the behavior is undefined (C11, ' +
      '7.22.3.3).',
    url: 'https://www.open-std.org/jtc1/sc22/wg14/www/docs/n1570.pdf',
  },
  classes: ['double-free', 'ownership-transfer-double-free'],
  example: `cname := C.CString(name)
defer C.free(unsafe.Pointer(cname))
if C.volume_open(cname) != 0 {
	C.free(unsafe.Pointer(cname))
	return errOpen
}`,
  remediation: 'Keep the deferred free and delete the explicit one.',
  dynamic: 'AddressSanitizer (`go build -asan`) stops at the second free: `attempting double-free`.',
  limits:
    'A call counts where it is known to free the whole object, whatever its other arguments are: one that ' +
    'gives a reference back (`g_object_unref`) does not, nor does a method that frees a field of its ' +
    'receiver. Elements of slices and maps, and two wrappers that own the same pointer, are not followed.',
};

export default docs;
