import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'cgo.Handle that is never deleted',
  what:
    'Reports `cgo.NewHandle` in a local variable from which a path leads out of the function without `Delete`, ' +
    'where no other code has got the handle; and a handle that is given to C in a package that deletes none. It ' +
    'asks where C has got the handle, and the function returns an error without deleting it.\n\nIt leaves alone ' +
    'handles that are stored, returned, passed to Go functions or captured by a literal, those that C has where ' +
    'the package deletes handles, and tests.',
  why:
    'A handle keeps its value in a map of the runtime until `Delete`: neither the value nor what it refers to is ' +
    'ever collected. With a handle for each call or request, the program grows until it is killed.',
  contract: {
    text:
      '"The handle is valid until the program calls Delete on it. The handle uses resources, and this package ' +
      'assumes that C code may hold on to the handle, so a program must explicitly call Delete when the handle is ' +
      'no longer needed."',
    url: 'https://pkg.go.dev/runtime/cgo#NewHandle',
  },
  classes: [],
  example: `func walk(visit func(int) error) error {
	h := cgo.NewHandle(visit)
	if rc := C.walk(C.uintptr_t(h)); rc != 0 {
		return errWalk
	}
	h.Delete()
	return nil
}`,
  remediation:
    'Write `defer h.Delete()` behind the creation where C uses the handle during the call only. Where C keeps it, ' +
    'hold it in the object that stands for the registration, delete it when that is closed, and at once where ' +
    'registering fails.',
  dynamic:
    'No tool reports it: the runtime refers to the value, so that neither the leak checker nor the collector sees ' +
    'anything wrong. A heap profile shows what the values keep.',
  limits:
    'Looks at one function: a handle in a field that nothing deletes is not found, unless the package deletes ' +
    'none. Whether C deletes it through an exported function of another package is not known.',
};

export default docs;
