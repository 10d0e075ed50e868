import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Go function cast to a function pointer of C',
  what:
    'Reports a cast that makes a function pointer of C, `*[0]byte` or a type that the C code declares as one, of a Go ' +
    'function: of the address of a variable that holds it, of the pointer in that variable, or of ' +
    '`reflect.ValueOf(f).Pointer()`.\n\nIt leaves alone `C.goCallback`, the C name of a function with `//export`, ' +
    'C functions, the address of a function that goes to C as the data (`void *`) of a callback, and packages that ' +
    'turn such a pointer back into a Go function: there C may only hand it on.',
  why:
    'The variable of a Go function holds a pointer to data: C jumps to bytes that are no code, and the process dies ' +
    'with SIGSEGV. Even the right code cannot be called: it takes its arguments elsewhere, and needs a stack and a ' +
    'goroutine that C does not set up.',
  contract: {
    text: '"Go functions can be exported for use by C code in the following way: //export MyFunction". There is no other.',
    url: 'https://pkg.go.dev/cmd/cgo#hdr-C_references_to_Go',
  },
  classes: ['pointer-type-confusion'],
  example: `func (c *Client) OnEvent(handler func()) {
	C.client_on_event(c.ptr, (*[0]byte)(unsafe.Pointer(&handler)))
}`,
  remediation:
    'Export one Go function with `//export`, and give C its name, `(*[0]byte)(C.goEvent)`. Which function it is to ' +
    'call it finds by the number of a `cgo.Handle` that goes to C as the data of the callback.',
  dynamic:
    'The process dies with SIGSEGV when C calls the pointer, and not before. cgo’s check of the arguments lets it ' +
    'pass: a function pointer points to no Go memory that it knows.',
  limits:
    'A pointer that comes out of another function, a parameter or a field is not followed, nor is one that goes to C ' +
    'as `void *`. A type of C whose declaration is in a header that is not at hand may be anything, and is left alone.',
};

export default docs;
