import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: '`reflect.SliceHeader` or `StringHeader` as a plain value',
  what:
    'Reports a composite literal, a variable and `new` of `reflect.SliceHeader` or ' +
    '`reflect.StringHeader`. It is an error where the `Data` field is seen to hold the address of Go ' +
    'memory, else a warning. Reports also a pointer to a header that is cast from the address of a number ' +
    'or a pointer: one word, where the header has two or three.\n\nIt leaves alone pointers to them that are cast from a slice or string ' +
    'that exists, `(*reflect.SliceHeader)(unsafe.Pointer(&s))`, `unsafe.Sizeof` of a literal, and ' +
    'types of the same name in other packages.',
  why:
    'The field `Data` is a `uintptr`. In a header that is not part of a real slice or string it keeps ' +
    'nothing alive: the collector may free the bytes before the header is reinterpreted as a slice, ' +
    'and the slice then shows the bytes of some other object.',
  contract: {
    text:
      'Pattern 6: SliceHeader and StringHeader are used "only as *reflect.SliceHeader and ' +
      '*reflect.StringHeader pointing at actual slices or strings, never as plain structs. A program ' +
      'should not declare or allocate variables of these struct types."',
    url: 'https://pkg.go.dev/unsafe#Pointer',
  },
  classes: ['sliceheader-misuse'],
  example: [
    'header := reflect.SliceHeader{',
    '\tData: uintptr(unsafe.Pointer(unsafe.StringData(text))),',
    '\tLen:  len(text),',
    '\tCap:  len(text),',
    '}',
    'return *(*[]byte)(unsafe.Pointer(&header))',
  ].join('\n'),
  remediation:
    'Make the slice from a pointer: `unsafe.Slice(p, n)`, Go 1.17 and later, and the string with ' +
    '`unsafe.String(p, n)`, Go 1.20 and later. Read the pointer of one with `unsafe.SliceData` or ' +
    '`unsafe.StringData`. A slice over the bytes of a string must not be written to.',
  dynamic:
    'The program shows wrong data once the memory is used again; AddressSanitizer, checkptr and the ' +
    'race detector let it pass. `go vet` reports the conversion of such a variable to a slice or ' +
    'string (`possible misuse of reflect.SliceHeader`), staticcheck the deprecated type (SA1019).',
  limits:
    'A header whose `Data` is memory of C is reported too: the collector does not manage that memory, ' +
    'but the code depends on a layout that may change. A copy of a header, `h := ' +
    '*(*reflect.SliceHeader)(unsafe.Pointer(&s))`, is not reported.',
};

export default docs;
