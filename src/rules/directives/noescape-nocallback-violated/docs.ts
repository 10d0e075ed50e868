import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'The C function breaks its promise of #cgo noescape or nocallback',
  what:
    'Reports `#cgo nocallback f` where the body of `f` calls a function that Go exports, itself or through other C ' +
    'functions of the package, and `#cgo noescape f` where the body of `f` stores a pointer, for which a call of ' +
    'the package passes the address of Go memory, in a place that outlives the call.\n\nIt leaves alone functions ' +
    'whose body is not in the package, and parts that conditions of the preprocessor hide.',
  why:
    'With `nocallback` the call is made without what a callback needs: the runtime panics when Go is called. With ' +
    '`noescape` the compiler leaves variables whose address is passed on the stack of the goroutine: when the ' +
    'function returns, or the stack moves, what C has kept leads to something else, and writing there corrupts it.',
  contract: {
    text:
      '"#cgo noescape cFunctionName tells the compiler that Go pointers passed to the C function do not escape"; ' +
      '"#cgo nocallback cFunctionName tells the compiler that the C function does not call back into Go".',
    url: 'https://pkg.go.dev/cmd/cgo#hdr-Optimizing_calls_of_C_code',
  },
  classes: [],
  example: `/*
#cgo nocallback each
extern void goEach(int i);
static void each(int n) { for (int i = 0; i < n; i++) goEach(i); }
*/
import "C"`,
  remediation:
    'Remove the directive. It is for functions that are called often and whose C code you know to do neither, in ' +
    'every version that the program may be linked with.',
  dynamic:
    'A callback ends the program with `panic: runtime: function marked with #cgo nocallback called back into Go`. A ' +
    'pointer that is kept in spite of `noescape` shows as wrong data, and under AddressSanitizer as ' +
    '`use-after-poison` where C uses it later.',
  limits:
    'What a library does whose source is not in the package is not known, nor what a function pointer leads to.',
};

export default docs;
