import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Memory is freed by what does not belong to its allocator',
  what:
    'Reports a call that frees memory which another function has to free:\n\n' +
    '- `C.free` of an object that a library made and ends with a destructor of its own (`C.fclose`, ' +
    '`C.xmlFreeDoc`): an error;\n' +
    '- `C.free` of memory that a library allocated and takes back with a function of its own (`C.rocksdb_free`, ' +
    '`C.sqlite3_free`, `C.CPLFree`);\n' +
    '- memory of `C.CString`, `C.CBytes`, `C.malloc` or another function of C that calls malloc, given to such a ' +
    'function of a library.\n\n' +
    'Who frees what a function gives, and which argument a function frees, is known from the tables of libraries ' +
    'and from C bodies in the package. A function of which only the name says that it frees (`GEOSFree_r`) is asked ' +
    'about where it gets what `C.CString` or `C.CBytes` gave. Left alone are functions whose library documents that ' +
    'its memory may go to `free` (`xmlFree`), two functions of libraries that may both end an object, ' +
    'and pointers that not every assignment gives a known allocator.',
  why:
    'A library may put a header in front of its blocks, take them from a pool, or be linked to another heap than the ' +
    'program, as every DLL of Windows may be. A free that does not know it corrupts the heap or aborts: `free(): ' +
    'invalid pointer`. Where both are the same allocator today, the next version of the library or a change of its ' +
    'memory functions breaks the program. What skips a destructor also leaks all that the object holds.',
  contract: {
    text:
      '`free` takes what `malloc`, `calloc` or `realloc` gave (C11, 7.22.3.3); what a library gives is freed as its ' +
      'documentation says.',
    url: 'https://en.cppreference.com/w/c/memory/free',
  },
  classes: ['wrong-allocator', 'wrong-free-function'],
  example: `var cerr *C.char
db := C.rocksdb_open(opts, cname, &cerr)
if cerr != nil {
	defer C.free(unsafe.Pointer(cerr))
	return nil, errors.New(C.GoString(cerr))
}`,
  remediation:
    'Free each block with the function that belongs to what allocated it: `C.free` for `C.CString`, `C.CBytes` and ' +
    "`C.malloc`, and the library's function for what the library gives.",
  dynamic:
    'AddressSanitizer (`go build -asan`) reports `attempting free on address which was not malloc()-ed` where the ' +
    'library hands out something else than a block of malloc. Where both end in the same malloc, as often on Linux, ' +
    'no tool shows anything.',
  limits:
    'Knows only functions in the tables and in C bodies of the package. Fields and elements of slices are not ' +
    'followed, nor what was put into a C struct. A library that was built to use the malloc of the ' +
    'program is reported all the same.',
};

export default docs;
