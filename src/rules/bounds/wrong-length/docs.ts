import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Pointer that is passed with the length of something else',
  what:
    'Reports\n\n' +
    '- a call of C with two slices or strings, each followed by a length, where both lengths are that of the first: ' +
    '`C.put(&key[0], C.size_t(len(key)), &value[0], C.size_t(len(key)))`;\n' +
    '- `C.GoBytes(p, n)` and `C.GoStringN(p, n)` where one call of C gave `p` with another number, and another call ' +
    'gave `n` with another pointer.\n\n' +
    'It leaves alone slices of which one is made of the other or with its length, functions that look at the length of ' +
    'the second one anywhere, index it by a variable, copy one to the other, or give both to another function of Go, ' +
    'slices that one call gave, numbers that are compared, and calls with one length for both.',
  why:
    'C reads or writes behind the end of the shorter one, or leaves out the end of the longer one. Both go unnoticed ' +
    'as long as the two happen to be equally long, as they are in many tests.',
  contract: {
    text: 'A length that goes with a pointer says how many elements C may use from there on; C checks nothing.',
    url: 'https://pkg.go.dev/cmd/cgo#hdr-Go_references_to_C',
  },
  classes: ['wrong-length'],
  example: [
    'func (db *DB) Put(key, value []byte) {',
    '	C.put(db.c, (*C.char)(unsafe.Pointer(&key[0])), C.size_t(len(key)),',
    '		(*C.char)(unsafe.Pointer(&value[0])), C.size_t(len(key)))',
    '}',
  ].join('\n'),
  remediation:
    'Pass each pointer with its own length. A helper that makes both of one slice keeps them together; where the two ' +
    'have to be equally long, compare their lengths first.',
  dynamic:
    'AddressSanitizer reports "use-after-poison" where C code that is built with it reads behind a slice of Go, and ' +
    '"heap-buffer-overflow" for memory of C. It says nothing of a length that is too short.',
  limits:
    'Only lengths that directly follow their pointers are looked at, and lists that are variables of the function. ' +
    'That a caller makes the two equally long is not seen.',
};

export default docs;
