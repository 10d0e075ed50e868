import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Memory or object that a C function gives is never freed',
  what:
    'A call of C gives memory or an object to its caller, as its result or through an out-parameter, ' +
    'and no path of the Go function frees it or hands it over. Which functions give, and what frees, ' +
    'is known for `C.malloc`, `C.calloc`, `C.CBytes`, libc and the libraries that `docs/libraries.md` ' +
    'lists; a Go function of the package that returns such memory gives it on, and a C function of the ' +
    'package that only forwards to a known one gives what that one gives. Of a function that nobody knows ' +
    'the rule asks: where at least two callers in the package free what it gives and at most half as many ' +
    'do not, or where its name has a counterpart (`x_new` and `x_free`), a comment above its declaration or ' +
    'an attribute says that the caller has to; where it gives a struct with pointers by value, and three callers ' +
    'of other functions free such a struct, or the package has a C function that ends one (`void Mats_Close(Mats)`); ' +
    'where a Go constructor wraps what it gives, and a method of the type ' +
    'releases that, with a function that is the counterpart by its name, or on what other callers of the ' +
    'constructor have. The question quotes what it rests on. ' +
    '`C.GoString` and `C.GoBytes` copy and free nothing. `C.CString` is left to cstring-leak, a deferred ' +
    'free that has read the variable too early to defer-free-before-assign, and test files are left ' +
    'alone, as are Go types with a finalizer or cleanup.',
  why:
    'The garbage collector does not know what C has allocated. Each call loses the memory for good: a ' +
    'getter that is called once a request grows the process until it is killed.',
  contract: {
    text:
      'Memory allocations made by C code are not known to Go’s memory manager. When you create a C ' +
      'string with C.CString (or any C memory allocation) you must remember to free the memory when ' +
      'you’re done with it by calling C.free.',
    url: 'https://go.dev/blog/cgo',
  },
  classes: ['leak-c-returned', 'leak-cmalloc', 'leak-refcount'],
  example: `func (g Geometry) ToGML() string {
	val := C.OGR_G_ExportToGML(g.cval)
	return C.GoString(val)
}`,
  remediation:
    'Give the result a variable, and defer the function that the library names for it right behind ' +
    'the test for failure. Memory of a library goes back to that library: `C.free` is right only where ' +
    'its documentation says so.',
  dynamic:
    'LeakSanitizer (`go build -asan`, Go 1.25 and later) checks at exit, but a stale copy of the pointer ' +
    'in Go memory hides a leak; call `debug.FreeOSMemory()` twice before the end. valgrind reports it ' +
    'as `definitely lost`. Neither names the Go caller.',
  limits:
    'A function that no table lists, and of which no caller, name or comment tells, gives nothing, as far as ' +
    'this rule knows. All callers that free may be wrong. A C function without a ' +
    'visible body that gets the pointer is taken to borrow it unless it is known to keep or free it; ' +
    'where its name says that it may (`set`, `add`, `register`, …), the finding is a question. Memory that the ' +
    'body of a C function stores elsewhere as well, or hands to one without a visible body, is not taken to be ' +
    'its caller’s. Memory in ' +
    'a field of something that the caller passed in, in a global or in a goroutine is not followed.',
};

export default docs;
