import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'A view with more elements than the list that it shows',
  what:
    'Reports `unsafe.Slice` and `unsafe.String` over the elements of an array, a slice or a string where the length ' +
    'is more than the list has, however long that is:\n\n' +
    '- `len(b)` elements of a larger type than those of `b`: the number of bytes is not the number of elements;\n' +
    '- `len(b)` elements from a later element than the first, as `unsafe.Slice(&b[4], len(b))`;\n' +
    '- more than was made, as `len(b)+1`, or `n+1` behind `make([]byte, n)`.\n\n' +
    'Where the slice comes from somewhere else, its capacity may cover the rest: that is a warning. It leaves alone ' +
    'variables that are assigned again, slices of slices, what `append` gives, and functions that ask for a capacity.',
  why:
    'The view reads and writes what stands behind the list: other variables, or what Go keeps there. No bounds check ' +
    'sees it, as the view has its own length.',
  contract: {
    text:
      'The function Slice returns a slice whose underlying array starts at ptr and whose length and capacity are len: ' +
      'the memory has to be there.',
    url: 'https://pkg.go.dev/unsafe#Slice',
  },
  classes: ['buffer-too-small', 'unsafe-slice-misuse'],
  example: [
    'func words(b []byte) []uint32 {',
    '\treturn unsafe.Slice((*uint32)(unsafe.Pointer(&b[0])), len(b))',
    '}',
  ].join('\n'),
  remediation:
    'Divide the number of bytes by the size of an element, and take off what stands in front of the first one: ' +
    '`unsafe.Slice((*uint32)(unsafe.Pointer(&b[4])), (len(b)-4)/4)`.',
  dynamic:
    'checkptr, which `-race` and `-asan` turn on, reports "unsafe.Slice result straddles multiple allocations" where ' +
    'the list is on the heap and the view leaves its size class. It sees nothing of lists on the stack, and the ' +
    'rounded end of an allocation hides a view that is a few bytes too long.',
  limits:
    'Fields, elements of other lists and lengths that are computed by a division are not followed. Sizes are those of ' +
    '64-bit systems.',
};

export default docs;
