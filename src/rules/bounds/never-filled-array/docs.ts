import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Array for C that is never filled, beside one that is filled twice',
  what:
    'Asks about a function that makes two slices of the same pointers and takes the address of both, where two loops ' +
    'one behind the other fill the first slice, and nothing fills the second: the second loop was copied, and names ' +
    'the wrong variable.\n\n' +
    'It leaves alone slices that a function is given or that are sliced, copied or appended to, stores under a ' +
    'condition, loops between which the first slice is used, and functions with several slices that nothing fills.',
  why:
    'C gets an array of nil pointers, and follows them. What the first loop stored is overwritten: a `C.CString` among ' +
    'it is lost, and never freed.',
  contract: {
    text: '"A C string made by C.CString is allocated with malloc. It is the caller’s responsibility to arrange for it to be freed."',
    url: 'https://pkg.go.dev/cmd/cgo#hdr-Go_references_to_C',
  },
  classes: ['wrong-variable'],
  example: [
    'names := make([]*C.char, len(keys))',
    'values := make([]*C.char, len(keys))',
    'for i, key := range keys {',
    '	names[i] = C.CString(key)',
    '}',
    'for i, value := range texts {',
    '	names[i] = C.CString(value)',
    '}',
    'C.set_env(&names[0], &values[0], C.int(len(keys)))',
  ].join('\n'),
  remediation:
    'Fill each array in a loop of its own; a function that makes such an array of strings cannot mix them up.',
  dynamic:
    'The C function crashes at the first nil pointer, or takes it for a missing value. LeakSanitizer reports what the ' +
    'first loop had stored.',
  limits:
    'That C fills the second array itself is possible, which is why the rule asks. Arrays that are filled by a helper, ' +
    'or in memory of C, are not looked at.',
};

export default docs;
