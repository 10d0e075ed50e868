import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'A space makes `// export` a comment, and C does not get the function',
  what:
    'Reports a function of a file that imports `"C"` whose documentation has a line `// export F` with ' +
    'the function’s own name `F`, and no `//export F`. Where the package’s C code declares `F` without a ' +
    'body it is an error, else a warning.\n\nIt leaves alone lines that say more than the name, lines ' +
    'above a function of another name, and functions that C defines itself.',
  why:
    'cgo reads directives only where nothing stands between `//` and `export`. With the space the line ' +
    'is prose: no C function of the name is made, and the program does not link once C calls it.',
  contract: {
    text: 'Go functions can be exported for use by C code in the following way: `//export MyFunction`.',
    url: 'https://pkg.go.dev/cmd/cgo#hdr-C_references_to_Go',
  },
  classes: [],
  example: '// export onEvent\nfunc onEvent(n C.int) {\n\tseen += int(n)\n}',
  remediation:
    'Take the space out. A file with `//export` may only declare things in its preamble, not define them, ' +
    'unless they are `static` or `inline`.',
  dynamic:
    'None is needed: the linker fails with `undefined reference` as soon as C uses the name. `go build` ' +
    'and `go vet` say nothing of a function that C finds by its name at run time (`dlsym`).',
  limits:
    'A directive that was switched off on purpose by a space looks the same. A misspelt name is not ' +
    'reported here: cgo refuses `//export` with another name than the function’s.',
};

export default docs;
