import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: '`&b[0]` of a slice that may be empty',
  what:
    'Reports `&b[0]` that is converted for C or to `unsafe.Pointer` where `b` may have no elements: a ' +
    'parameter of an exported function, `make([]T, n)` where `n` is a parameter, a `len()` or a ' +
    'number that C reports, `[]byte(s)`, and what a loop over such a value appends to an empty slice. A ' +
    'slice that is seen to be empty is reported as certain.\n\nIt leaves alone a slice with at least one element: an array, a constant length, a ' +
    'literal with elements, an appended element or terminator, and one whose length was tested ' +
    'before, or that of a slice as long. Functions of package `main`, of `internal` packages and ' +
    'methods of unexported types are left alone, since only the module calls them. What a function that ' +
    'only its package can call is given shows in its calls: it is reported where one of them passes on ' +
    'a slice that may be empty. A test for `nil` ' +
    'does not count, because a slice that is not nil can be empty.\n\nIt asks, instead of reporting, about ' +
    'the elements of a parameter that is a slice of slices, and about a slice that a loop appends to only ' +
    'where its element fulfils a condition. So it does about `Read`, `Write`, `ReadAt` and `WriteAt` where ' +
    'only the module can name the type: package `io` lets their callers pass an empty slice.',
  why:
    'An index expression is checked whether or not its address is taken. With an empty slice the ' +
    'program stops with `index out of range [0] with length 0` before C is called, although C would ' +
    'have accepted a length of 0.',
  contract: {
    text:
      'For `a[x]` of a slice type: "if x is out of range at run time, a run-time panic occurs", and the ' +
      'index 0 is out of range where the length is 0.',
    url: 'https://go.dev/ref/spec#Index_expressions',
  },
  classes: ['empty-slice-index'],
  example: [
    'func (ioctx *IOContext) Write(data []byte) int {',
    '\treturn int(C.io_write((*C.char)(unsafe.Pointer(&data[0])), C.size_t(len(data))))',
    '}',
  ].join('\n'),
  remediation:
    'Use `unsafe.SliceData(b)`, Go 1.20 and later, and pass `len(b)` beside it. It is nil for a nil ' +
    'slice, and a pointer that must not be followed for an empty one. Where C does not accept that ' +
    'with a length of 0, return early when `len(b) == 0`. Do that, too, where C gets a bare ' +
    '`unsafe.Pointer` and `b` is a part of a struct with pointers: cgo checks only the slice behind ' +
    '`&b[0]`, and the whole object behind any other expression.',
  dynamic:
    'No tool is needed: the program panics as soon as the slice is empty, with the Go line in its ' +
    'trace.',
  limits:
    'A caller may make sure that the slice is never empty without any test in the function: then the ' +
    'finding is wrong. Slices that come from other functions, from fields and from the middle of ' +
    'another slice are not reported, and a function of the package that compares the length is taken ' +
    'to compare it well.',
};

export default docs;
