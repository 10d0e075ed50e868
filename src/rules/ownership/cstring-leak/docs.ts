import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'C string from C.CString is not freed on every path',
  what:
    'A variable takes the result of `C.CString`, and at least one path out of the function neither ' +
    'frees the string nor hands it over. A hand-over is a return, a store in a field, global, map or ' +
    'channel that outlives the function, a call to a Go function, or a call to a C function that ' +
    'frees or keeps the pointer. A store in a local slice or struct is none, and neither is a closure ' +
    'that only runs here. Paths that end in `os.Exit`, `log.Fatal` or `panic` are left alone.',
  why:
    '`C.CString` copies the Go string with `malloc`. The garbage collector does not know that memory, ' +
    'so each pass over the path loses the length of the string and one byte. A leak on an error path ' +
    'grows just when the service is in trouble already.',
  contract: {
    text:
      'The C string is allocated in the C heap using malloc. It is the caller’s responsibility to ' +
      'arrange for it to be freed, such as by calling C.free.',
    url: 'https://pkg.go.dev/cmd/cgo#hdr-Go_references_to_C',
  },
  classes: ['leak-cstring', 'leak-error-path'],
  example: `cname := C.CString(name)
if C.volume_open(cname) != 0 {
	return errOpen
}
C.free(unsafe.Pointer(cname))
return nil`,
  remediation:
    'Defer `C.free` right after the allocation; in a loop, free at the end of each round, or do the ' +
    'round in a function of its own. `C.free` needs `<stdlib.h>` in the preamble.',
  dynamic:
    'LeakSanitizer (`go build -asan`, Go 1.25 and later) checks at exit, but a stale copy of the ' +
    'pointer in Go memory hides a leak; call `debug.FreeOSMemory()` twice before the end. Its stack ' +
    'ends in `runtime.asmcgocall` and names no Go caller.',
  limits:
    'A C function without a visible body is taken to borrow its argument unless it is known to keep ' +
    'or free it; where it does, the finding is wrong. Where the name of the C function says that it ' +
    'may keep the pointer (`set`, `add`, `register`, …), the finding is a question. A Go function is ' +
    'taken to own what it is given, and a closure that frees the string to run; a view over C memory ' +
    'is not followed.',
};

export default docs;
