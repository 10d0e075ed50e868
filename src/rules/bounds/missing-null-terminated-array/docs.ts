import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Array of C strings that has no NULL at its end',
  what:
    'Reports a slice of C strings whose last element is not nil, where a function gets its address that reads up to a ' +
    'NULL: `execv` and its kin, `posix_spawn`, the lists of strings of GLib and of GDAL. Where another function gets ' +
    'it, and nothing but pointers beside it, the rule asks how that function knows where the array ends.\n\n' +
    'The slice is made with as many elements as there are strings and filled in a loop over them, is a literal, or ' +
    'grows by `append` of strings only. The rule leaves alone slices with room for one more, appended `nil`s, elements ' +
    'that may be nil, arrays in memory of C, and calls with a number among their arguments, or the address of a local ' +
    'number or struct that may hold it.',
  why:
    'The function takes what lies behind the array for further strings, until it finds a zero: it reads memory of ' +
    'something else, follows it as addresses, and crashes or passes on secrets.',
  contract: {
    text: '"The argv and envp arrays are each terminated by a null pointer."',
    url: 'https://pubs.opengroup.org/onlinepubs/9799919799/functions/exec.html',
  },
  classes: ['missing-null-terminated-array'],
  example: [
    'argv := make([]*C.char, len(args))',
    'for i, arg := range args {',
    '	argv[i] = C.CString(arg)',
    '}',
    'C.execv(path, &argv[0])',
  ].join('\n'),
  remediation:
    'Make the slice one element longer than the strings: the last one stays nil. It is not empty then, either, and ' +
    '`&argv[0]` never panics.',
  dynamic:
    'AddressSanitizer reports "use-after-poison" where C code that is built with it reads behind the slice. What the ' +
    'kernel or a library reads it sees only where that calls one of its interceptors.',
  limits:
    'Sees one function, and slices of Go: an array that a helper makes or that lies in memory of C is not looked at. ' +
    'A function that reads a fixed number of elements is asked about as well.',
};

export default docs;
