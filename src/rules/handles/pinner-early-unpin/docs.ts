import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Pinner that unpins what C still has',
  what:
    'Reports a pointer that a local `runtime.Pinner` pins, that is given to a C function which keeps it, by its ' +
    'body in the package or by a table of its library, and that is unpinned before the Go function returns. It ' +
    'asks where only the name of the C function says that it keeps the pointer, or where another call of C ' +
    'follows, which may end it.\n\nIt leaves alone Pinners that other code gets, pointers that C only uses during ' +
    'the call, and functions that themselves call what ends the keeping.',
  why:
    'Pinning lets C keep a Go pointer for as long as the pin lasts. Behind `Unpin` the collector may free the ' +
    'memory and use it for something else, and C reads or writes whatever is there then.',
  contract: {
    text:
      '"C code may keep a copy of Go pointer as long as the memory it points to is pinned" and "The Pinner itself ' +
      'must be kept alive across a cgo call, or as long as C retains a reference".',
    url: 'https://pkg.go.dev/cmd/cgo#hdr-Passing_pointers',
  },
  classes: ['go-memory-retained-by-c'],
  example: `var pinner runtime.Pinner
pinner.Pin(&buf[0])
defer pinner.Unpin()
C.ring_register(unsafe.Pointer(&buf[0]), C.size_t(len(buf)))`,
  remediation:
    'Hold the Pinner in the object that stands for the registration, and unpin where C is told to forget the ' +
    'memory, behind that call. Or give C memory of its own.',
  dynamic:
    'No tool looks at what C keeps: cgocheck sees a pinned pointer during the call, and nothing later. The ' +
    'program reads or writes whatever has the memory by then.',
  limits:
    'Looks at local Pinners and pointers that C gets as an argument, not at those in a struct that C gets. What C ' +
    'does without a body here or a table is only asked about, by its name.',
};

export default docs;
