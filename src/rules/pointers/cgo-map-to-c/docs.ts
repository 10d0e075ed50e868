import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Address of a Go map, channel, function or interface given to C',
  what:
    'Reports `unsafe.Pointer(&m)` in the arguments of a call of C, under a cast or not, where `m` is a map, a channel, ' +
    'a function value or an interface.\n\nIt leaves alone parameters of the types `GoMap`, `GoChan` and ' +
    '`GoInterface`, a function or interface beside a C function in the same call, which is data for that callback, ' +
    'and what C keeps, which is reported by another rule.',
  why:
    'Such a variable holds a pointer to a structure that only the Go runtime understands and that changes with the ' +
    'version of Go. C reads its words as if they were data. The memory behind it also holds Go pointers, so that the ' +
    'rules of cgo forbid the call.',
  contract: {
    text:
      '"Go code may pass a Go pointer to C provided the memory to which it points does not contain any Go pointers ' +
      'to memory that is unpinned." A variable of a map is such a pointer.',
    url: 'https://pkg.go.dev/cmd/cgo#hdr-Passing_pointers',
  },
  classes: ['go-pointer-in-c', 'go-memory-retained-by-c'],
  example: ['settings := map[string]int{"depth": 3}', 'C.configure(unsafe.Pointer(&settings))'].join('\n'),
  remediation:
    'Give C the data: an array of a struct of C that is filled from the map. Where C only has to hand the value back, ' +
    'pass a `cgo.Handle` as a number.',
  dynamic:
    'With `GODEBUG=cgocheck=1`, the default, the call panics before C runs: `argument of cgo function has Go pointer ' +
    'to unpinned Go map`. Under a cast to a pointer to a type without pointers, such as `*C.int`, nothing is checked, ' +
    'and C reads a word of the runtime. `go vet` reports the form without the cast.',
  limits:
    'The address has to be taken in the arguments of the call. A function or an interface may be nil, or lead to what ' +
    'the compiler laid down, and does not panic then: the finding is only likely.',
};

export default docs;
