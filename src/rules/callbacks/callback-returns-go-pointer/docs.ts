import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Exported function returns a Go pointer to C',
  what:
    'A function with `//export` returns memory of Go: a pointer to a Go variable or to what `new`, `make` or a ' +
    'literal gave, a slice of such memory, a string that is made at run time, or a map, channel or ' +
    'function.\n\nIt leaves alone what C or `C.CString` allocated, constants, nil, memory that a ' +
    '`runtime.Pinner` pins, and values of which it is not known where they come from, such as parameters.',
  why:
    'C may keep what it is given, and the collector does not know: the memory is freed or used for something ' +
    'else under it. The runtime checks the result and panics, in the middle of a call from C.',
  contract: {
    text:
      '"A Go function called by C code may return a Go pointer to pinned memory (which implies that it may not ' +
      'return a string, slice, channel, and so forth)."',
    url: 'https://pkg.go.dev/cmd/cgo#hdr-Passing_pointers',
  },
  classes: [],
  example: `//export goName
func goName(id C.int) *C.char {
	name := append([]byte(names[int(id)]), 0)
	return (*C.char)(unsafe.Pointer(&name[0]))
}`,
  remediation:
    'Return memory of C, which C frees: `C.CString`, `C.CBytes` or `C.malloc`; or let C pass a buffer that is ' +
    'filled. A Go value that C only hands back goes as the number of a `cgo.Handle`.',
  dynamic:
    'With `GODEBUG=cgocheck=1`, the default, the return panics, and the message names the file and line of the ' +
    'function. With `cgocheck=0` nothing is seen until the memory is collected.',
  limits:
    'A pointer out of a field, a parameter, or a function of another package than a few of the standard library ' +
    'is not followed, and an interface is not looked at. Memory that is pinned elsewhere is reported.',
};

export default docs;
