import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'The preamble includes a C file that cgo compiles as well',
  what:
    'Reports `#include "x.c"` in the comment above `import "C"` where `x.c` is a file of the same directory, ' +
    'is part of the same builds, and defines a function or variable that is not `static` or `inline`.\n\nIt ' +
    'leaves alone C files in other directories, files that a build constraint keeps out of the package, and ' +
    'definitions under a condition of the preprocessor.',
  why:
    'cgo compiles every C file of the package’s directory. The preamble’s copy is compiled with the ' +
    'preamble: what the file defines is there twice, and the program does not link.',
  contract: {
    text:
      'If the Go tool sees that one or more Go files use the special import "C", it will look for other ' +
      'non-Go files in the directory and compile them as part of the Go package.',
    url: 'https://pkg.go.dev/cmd/cgo#hdr-Using_cgo_with_the_go_command',
  },
  classes: [],
  example: '/*\n#include "helpers.c"\n*/\nimport "C"',
  remediation:
    'Include a header that declares the functions, and leave the C file to cgo. To have the code in the ' +
    'preamble only, keep the C file in a directory without Go files.',
  dynamic: 'None is needed: the linker fails with `multiple definition`. `go vet` says nothing.',
  limits:
    'Macros that the preamble sets in front of the `#include` to change what the file defines are not ' +
    'followed where the file has no condition for them.',
};

export default docs;
