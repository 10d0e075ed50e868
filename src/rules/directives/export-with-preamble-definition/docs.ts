import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'A preamble defines a C function or variable beside an `//export`',
  what:
    'Reports functions and variables that the preamble of a file defines for the whole program where the ' +
    'same file exports a Go function with `//export`.\n\nIt leaves alone what is `static` or `inline`, ' +
    'declarations, types, weak symbols, definitions under a condition of the preprocessor, and files ' +
    'without an export.',
  why:
    'cgo copies the preamble of such a file into a second C file, next to the wrappers of the exported ' +
    'functions. What it defines is then defined twice, and the program does not link.',
  contract: {
    text:
      'Using //export in a file places a restriction on the preamble: since it is copied into two different ' +
      'C output files, it must not contain any definitions, only declarations.',
    url: 'https://pkg.go.dev/cmd/cgo#hdr-C_references_to_Go',
  },
  classes: [],
  example:
    '/*\nvoid onEvent(int n);\nvoid fire(int n) { onEvent(n); }\n*/\nimport "C"\n\n//export onEvent\nfunc onEvent(n C.int) {}',
  remediation:
    'Make the function `static inline`, move the definition into a C file of the package, or export from ' +
    'another Go file.',
  dynamic: 'None is needed: the linker fails with `multiple definition`. `go vet` says nothing.',
  limits:
    'Definitions in a header that the preamble includes are not looked at. A variable without a value, ' +
    '`int n;`, is one definition for C compilers that merge those (`-fcommon`, gcc before version 10).',
};

export default docs;
