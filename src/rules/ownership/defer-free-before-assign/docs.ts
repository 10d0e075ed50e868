import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Deferred C.free reads its pointer before it is set',
  what:
    'A deferred `C.free`, a deferred function whose name says that it frees, or a deferred literal ' +
    'that frees its parameter is given a pointer variable that is still nil at the defer statement ' +
    'and that gets its value below it, by assignment or through its address. A pointer field counts too, ' +
    'where its struct is new and nothing has touched it. A deferred closure that reads the variable when ' +
    'it runs is left alone.',
  why:
    'The argument of a deferred call is evaluated at the defer statement. At the end of the function ' +
    '`C.free(nil)` runs, which does nothing, and what C allocated in between is lost on every call.',
  contract: {
    text:
      'Each time a "defer" statement executes, the function value and parameters to the call are ' +
      'evaluated as usual and saved anew but the actual function is not invoked.',
    url: 'https://go.dev/ref/spec#Defer_statements',
  },
  classes: ['defer-arg-evaluated-early'],
  example: `var out *C.char
defer C.free(unsafe.Pointer(out))
if C.journal_cursor(j.c, &out) != 0 {
	return errCursor
}`,
  remediation:
    'Delete the defer where the memory stays with C. Where it is yours, move the defer below the call ' +
    'that sets the pointer, or defer a closure: `defer func() { C.free(unsafe.Pointer(out)) }()`.',
  dynamic:
    'LeakSanitizer (`go build -asan`, Go 1.25 and later) reports the block that C allocated, with the ' +
    'C stack of the allocation; call `debug.FreeOSMemory()` twice before the end.',
  limits:
    'Plain variables are followed, and fields of a struct that the function has just made. Fields of ' +
    'other structs, and a pointer that a helper sets, are not reported.',
};

export default docs;
