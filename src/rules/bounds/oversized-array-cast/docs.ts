import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: '`(*[1 << N]T)(p)` with a bound that does not fit',
  what:
    'Looks at pointers that are converted to a pointer to a large array, to slice the memory behind them: ' +
    '`(*[1 << N]T)(p)[:n:n]`. Reports it\n\n' +
    '- where the length is not bounded and can well be above the number of elements of the array type: bytes in ' +
    'an array below 1 GiB, and the `len` of a slice with fewer than 1 << 20 elements of another type;\n' +
    '- where the array type has 2 GiB or more on 32-bit systems, and the file can be built for one;\n' +
    '- where the slice has no third index and is appended to;\n' +
    '- where it has no length at all, `[:]`, and is returned or stored.\n\n' +
    'It asks about a slice without a third index that is returned or stored: whoever appends to it writes behind ' +
    'the memory; and about arrays of 1 << 30 elements whose size only a header tells.\n\nIt leaves alone the idiom with three indices where the array type is large enough, single ' +
    'elements of such an array, arrays of fewer than 1 << 15 elements, slices without a third index that stay in ' +
    'the function, and lengths that the function compares with a limit.',
  why:
    'The length of an array type is a real bound: slicing a pointer to it further panics, in production with the ' +
    'first large input. One that is too large is refused by the compiler of 32-bit systems (`type [1073741824]*byte ' +
    'too large`), so that there is no single number that is right everywhere. Without a third index the slice has ' +
    'the capacity of the whole array type, and `append` writes into memory that belongs to something else.',
  contract: {
    text:
      'For a pointer to an array, "the indices are in range if 0 <= low <= high <= max <= cap(a), otherwise they ' +
      'are out of range", and "if the indices are out of range at run time, a run-time panic occurs".',
    url: 'https://go.dev/ref/spec#Slice_expressions',
  },
  classes: ['oversized-array-cast'],
  example: [
    'func cByteSlice(b []byte) *C.char {',
    '\tp := C.malloc(C.size_t(len(b)))',
    '\tcopy((*[1 << 24]byte)(p)[0:len(b)], b)',
    '\treturn (*C.char)(p)',
    '}',
  ].join('\n'),
  remediation:
    'Use `unsafe.Slice((*T)(p), n)`, Go 1.17 and later: it has no bound of its own, compiles everywhere, and its ' +
    'capacity is its length. To copy bytes into new memory of C there is `C.CBytes`, out of it `C.GoBytes`. With an ' +
    'older Go take `(*[(1<<31 - 1) / size]T)(p)[:n:n]` with the size of `T`, the largest array that compiles on ' +
    '32-bit systems, and always the third index.',
  dynamic:
    'The program panics as soon as the input is large enough, with the Go line in its trace. What does not compile ' +
    'shows with `GOARCH=386 go vet`. What `append` writes behind the memory AddressSanitizer reports only for ' +
    'allocations of C, and only near their end.',
  limits:
    'A length may be bounded where the function does not show it: by its callers, or by what C ever gives. Array ' +
    'lengths that a build constraint decides are not followed. Memory that is shorter than the length says is not seen.',
};

export default docs;
