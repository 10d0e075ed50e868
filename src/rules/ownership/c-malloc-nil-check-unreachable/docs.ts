import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'C.malloc is compared with nil, which it never returns',
  what:
    'Reports a comparison with nil of what `C.malloc`, `C.CString` or `C.CBytes` has returned: of a local variable ' +
    'that is never set again, and of a variable or field in the statement behind the call.\n\nIt leaves alone `C.calloc`, ' +
    '`C.realloc` and functions of C that call malloc themselves: those can return nil. So does a variable that ' +
    'gets another value on some path.',
  why:
    'cgo calls malloc through a function that ends the program where it fails, with `fatal error: runtime: C malloc ' +
    'failed`. The branch that handles the failure never runs: who relies on it to survive a size that is too large ' +
    'does not.',
  contract: {
    text:
      'As a special case, C.malloc does not call the C library malloc directly but instead calls a Go helper function ' +
      "that wraps the C library malloc but guarantees never to return nil. If C's malloc indicates out of memory, the " +
      'helper function crashes the program, like when Go itself runs out of memory.',
    url: 'https://pkg.go.dev/cmd/cgo#hdr-Go_references_to_C',
  },
  classes: [],
  example: `buf := C.malloc(C.size_t(size))
if buf == nil {
	return errors.New("out of memory")
}`,
  remediation:
    'Delete the comparison, or refuse a size that is too large before the call. Where the failure has to be handled, ' +
    'call `C.calloc(1, size)`, which returns nil.',
  dynamic: 'A run that asks for too much ends in the call; no tool reports the comparison.',
  limits:
    'What is stored in a field and compared later, or returned by a function of the package, is not followed.',
};

export default docs;
