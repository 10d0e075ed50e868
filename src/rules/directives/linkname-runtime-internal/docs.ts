import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: '`//go:linkname` to a name of the runtime that is closed',
  what:
    'Reports a function without a body, or a variable without a value, that `//go:linkname` makes another ' +
    'name of `runtime.NAME` where the runtime of Go 1.26 does not open that name to other packages.\n\nIt ' +
    'leaves alone the names that the runtime opens, what assembly implements, definitions that are given ' +
    'to the runtime, files that are in no build of Go 1.23 or later, and what nothing uses.',
  why:
    'Since Go 1.23 the linker lets a package refer only to those names of the standard library that say ' +
    'so themselves. Each program that links the package fails to build.',
  contract: {
    text:
      'The linker now disallows using a `//go:linkname` directive to refer to internal symbols in the ' +
      'standard library (including the runtime) that are not marked with `//go:linkname` on their definitions.',
    url: 'https://go.dev/doc/go1.23#linker',
  },
  classes: [],
  example: '//go:linkname stopTheWorld runtime.stopTheWorld\nfunc stopTheWorld(reason uint8)',
  remediation:
    'Use what the standard library offers (`runtime`, `runtime/debug`, `runtime/metrics`), or keep the file ' +
    'to older versions with `//go:build !go1.23`. The linker’s flag `-checklinkname=0` is for debugging: ' +
    'everybody who builds the program has to give it.',
  dynamic:
    'None is needed: the linker of Go 1.23 and later says `invalid reference to runtime.NAME`. The compiler ' +
    'and `go vet` say nothing, so that a library shows it only in a program that links it.',
  limits:
    'The list of open names is that of Go 1.26.8 for all systems; other versions open some others. Names of ' +
    'other packages of the standard library are not looked at, nor is a build that sets `-checklinkname=0`.',
};

export default docs;
