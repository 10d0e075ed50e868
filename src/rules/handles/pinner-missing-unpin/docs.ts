import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'runtime.Pinner that is not unpinned',
  what:
    'Reports `Pin` of a local `runtime.Pinner` from which a path leads to the end of the function without ' +
    '`Unpin`, called or deferred.\n\nIt leaves alone a Pinner that other code gets: one that is returned, ' +
    'stored, captured by a function literal, or whose address is passed; and fields and package-level ' +
    'variables.',
  why:
    'A Pinner keeps what it pins until `Unpin`. When the collector finds one that still pins and that ' +
    'nobody refers to, the runtime panics in its own goroutine: no code of the program is on the stack, and ' +
    'none can recover it. It happens at some later collection, or not at all in a short test.',
  contract: {
    text:
      '"The Pinner.Pin method pins one object, while Pinner.Unpin unpins all pinned objects"; "the Pinner ' +
      'itself must be kept alive across a cgo call, or as long as C retains a reference". The page also ' +
      'says that objects are unpinned when the Pinner becomes unreachable; the runtime does so, and panics.',
    url: 'https://pkg.go.dev/runtime#Pinner',
  },
  classes: [],
  example: [
    'var pinner runtime.Pinner',
    'pinner.Pin(&buf[0])',
    'iov.base = unsafe.Pointer(&buf[0])',
    'C.writev(fd, &iov, 1)',
  ].join('\n'),
  remediation:
    'Write `defer pinner.Unpin()` behind the declaration where C needs the memory during the call only. ' +
    'Where C keeps it, hold the Pinner in the object that stands for the registration, and unpin when C ' +
    'has given the memory back.',
  dynamic:
    'The panic `runtime.Pinner: found leaking pinned pointer; forgot to call Unpin()?` comes only when the ' +
    'Pinner is collected, from `runtime.runFinalizers`, without a line of the program. `go vet` and the ' +
    'sanitizers say nothing.',
  limits:
    'Looks at variables of one function. A Pinner in a field that no method unpins is not found, and neither ' +
    'is one that is unpinned too early.',
};

export default docs;
