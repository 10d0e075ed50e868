import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Memory that a C function gives is not freed on one of the paths',
  what:
    'A call of C gives memory or an object to its caller, some paths of the Go function free it or hand ' +
    'it over, and one leaves the function without: most often the return behind a later call that ' +
    'failed. Which functions give is known, or asked, as in leak-c-returned, Go functions of the package that ' +
    'return such memory and constructors of wrapper types included. Of a function that nobody knows, the ' +
    'Go function tells itself: what it frees in one place it has to free before a return above that, ' +
    'and where only the name of the C function says that it frees, the finding is a question; so is one about ' +
    'what a constructor puts into a new object whose own method releases it. A path on ' +
    'which the call itself has failed gives nothing and counts for nothing; neither do paths that end in ' +
    '`os.Exit`, `log.Fatal`, `panic` or a function of the package that never returns, test files, and Go ' +
    'types with a finalizer or cleanup.',
  why:
    'The garbage collector does not know what C has allocated. A leak on an error path grows just when ' +
    'the service is in trouble already, and no test that succeeds shows it; handles of files, sockets ' +
    'and databases run out before the memory does.',
  contract: {
    text:
      'Memory allocations made by C code are not known to Go’s memory manager. When you create a C ' +
      'string with C.CString (or any C memory allocation) you must remember to free the memory when ' +
      'you’re done with it by calling C.free.',
    url: 'https://go.dev/blog/cgo',
  },
  classes: ['leak-error-path', 'leak-c-returned', 'leak-cmalloc'],
  example: `key := C.EVP_PKEY_new()
if C.EVP_PKEY_assign_RSA(key, rsa) != 1 {
	return nil, errAssign
}
return &Key{key: key}, nil`,
  remediation:
    'Free it before each return that does not hand it over, or defer a function literal that frees it ' +
    'unless the last step has succeeded. Where nothing is handed over, defer the free right behind the ' +
    'test of the call that gives it.',
  dynamic:
    'Only a test that makes the later call fail shows it, under LeakSanitizer (`go build -asan`, Go 1.25 ' +
    'and later) or valgrind. A stale copy of the pointer in Go memory hides a leak from LeakSanitizer; ' +
    'call `debug.FreeOSMemory()` twice before the end.',
  limits:
    'A function that no table lists, and whose result the same function does not free, gives nothing, as ' +
    'far as this rule knows. Conditions are taken to be ' +
    'independent unless they test the same value, so a path may be reported that two flags which always ' +
    'agree rule out. A test of the status of an object that nothing has used yet, or a nil test of what a ' +
    'Go function made of it, is taken to say that there is none. A C function without a visible body ' +
    'that gets the pointer is taken to borrow it unless it is known to keep or free it; where its name ' +
    'says that it may, the finding is a question.',
};

export default docs;
