import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Cast that hides Go pointers from the check of cgo',
  what:
    'Reports `(*C.T)(unsafe.Pointer(&x))` in the arguments of a call of C where `x` is a struct, an array or an ' +
    'element of Go that certainly has room for Go pointers (strings, slices, maps, channels, functions, interfaces), ' +
    'and `C.T` is a number, or a struct that certainly has no pointer in it.\n\n' +
    'It leaves alone types whose content is not known, values of plain numbers, what is pinned with a ' +
    '`runtime.Pinner`, the address of a slice, a string or a map itself, and what C keeps: those have rules of their ' +
    'own.',
  why:
    "cgo checks a pointer by the type of the C function's parameter. To a `*C.uchar` it sees nothing to check, and the " +
    'Go pointers in the memory reach C unnoticed: C reads addresses and lengths of Go as its data, or writes over ' +
    'them, and the collector then follows what C wrote.',
  contract: {
    text:
      '"Go code may pass a Go pointer to C provided the memory to which it points does not contain any Go pointers ' +
      'to memory that is unpinned." That holds for the memory, whatever the pointer is cast to.',
    url: 'https://pkg.go.dev/cmd/cgo#hdr-Passing_pointers',
  },
  classes: ['go-pointer-in-c'],
  example: [
    'type header struct { name string; size uint32 }',
    'h := header{name: name, size: 8}',
    'C.write_header((*C.uchar)(unsafe.Pointer(&h)), C.size_t(unsafe.Sizeof(h)))',
  ].join('\n'),
  remediation:
    'Fill a struct of C with the data that C is to read, with strings from `C.CString` or bytes that are pinned, and ' +
    'pass its address. Where C only hands the value back, pass a `cgo.Handle` as a number.',
  dynamic:
    'No tool sees it: the same call with a parameter `void *` panics under `GODEBUG=cgocheck=1`, this one does not. ' +
    '`go vet` reports only the form without the cast.',
  limits:
    'The cast has to stand in the arguments of the call, and the C type has to be declared where the package can see ' +
    'it. Whether the fields with room for Go pointers are nil at the time is not known.',
};

export default docs;
