import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Address of Go memory stored where C reads it',
  what:
    'Reports two forms of one mistake, a pointer to Go memory inside of memory that C reads:\n\n' +
    '- it is stored in memory of C, or in mapped memory: `request.data = (*C.uchar)(&b[0])` with `request` from ' +
    '`C.malloc`, an element of `unsafe.Slice` over C memory, `*(**C.char)(p) = …`;\n' +
    '- a Go array, slice or struct holds it, and C is given the address of that: `argv[i] = (*C.char)(&b[0])` ' +
    'followed by `C.run(&argv[0])`, or `C.send(&message)` where `message.data` leads to Go memory; ' +
    'a parameter that points to a struct of C counts as well.\n\n' +
    'A receiver or parameter that leads to a Go struct with a slice, map, channel or function in it, given to C as a ' +
    '`void *`, is asked about: whether the field is nil at the time is not known. So is a caller’s slice of which C gets an ' +
    'address through a variable: `p := unsafe.Pointer(&data[0])` and then `C.put(p)`. Of `&data[0]` in the call ' +
    'cgo checks the slice, of a variable the whole allocation, which may be a struct with Go pointers in it.\n\n' +
    'A pointer leads to Go memory where its definitions show it, and where it is made of a slice or string of Go ' +
    'whose origin is elsewhere; then the finding is only likely, since somebody may have made that slice over memory ' +
    'of C.\n\n' +
    'It leaves alone nil, pointers from C, numbers, a struct that is passed by value, what is pinned with a ' +
    '`runtime.Pinner` anywhere in the function, and variables that are made anew before the call.',
  why:
    'The garbage collector does not look into memory of C, nor does it know what C reads through a second pointer. ' +
    'It may free the Go memory while C still reads or writes it, and the address of a variable on the stack changes ' +
    'when the stack grows. What C finds there then belongs to something else.',
  contract: {
    text:
      '"Go code may pass a Go pointer to C provided the memory to which it points does not contain any Go pointers ' +
      'to memory that is unpinned", and "Go code is permitted to write nil or a C pointer (but not a Go pointer) to C ' +
      'memory", unless what it points to is pinned.',
    url: 'https://pkg.go.dev/cmd/cgo#hdr-Passing_pointers',
  },
  classes: ['go-pointer-in-c', 'go-memory-retained-by-c'],
  example: [
    'argv := make([]*C.char, len(parts))',
    'for i, part := range parts {',
    '	argv[i] = (*C.char)(unsafe.Pointer(&part[0]))',
    '}',
    'C.run(&argv[0], C.int(len(argv)))',
  ].join('\n'),
  remediation:
    'Pin the memory with a `runtime.Pinner` (Go 1.21) before its address is stored, and `Unpin` when C is done with ' +
    'it; or copy the bytes with `C.CBytes` or `C.CString` and free them afterwards. Of a caller’s slice write `unsafe.Pointer(&data[0])` in the call itself, and return early where it is empty.',
  dynamic:
    'With `GODEBUG=cgocheck=1`, the default, the call with a Go array or struct panics: `argument of cgo function has ' +
    'Go pointer to unpinned Go pointer`. A cast to a pointer to plain bytes hides it from that check. The store into ' +
    'memory of C is found only by a program that is built with `GOEXPERIMENT=cgocheck2`.',
  limits:
    'Sees one function: an array that a helper fills, or that is given to C in another function, is not followed. ' +
    'Whether a pointer that came as a parameter leads to C memory is often not known, and nothing is reported then. ' +
    'Any call that pins a variable of which the pointer is made counts, whether it is in time or not.',
};

export default docs;
