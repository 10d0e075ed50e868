import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'A setting of cgo’s pointer check that does not exist, or comes too late',
  what:
    'Reports in Go code: `cgocheck` above 1 in `GODEBUG`, as an entry of an environment, a map’s value or an ' +
    'argument of `Setenv`; the variable `CGO_CHECK`; a `//go:debug` line with `cgocheck`, an error; ' +
    'and `cgocheck=0`, as information for another process and as a warning where `Setenv` sets it for the ' +
    'process that runs already.\n\nIt leaves alone `cgocheck=1`, and texts that set no variable.',
  why:
    'A Go program with `GODEBUG=cgocheck=2` ends before `main`. `CGO_CHECK` is read by nothing. The run time ' +
    'reads `cgocheck` once, when the program starts. What was thought to be a stricter test is none.',
  contract: {
    text:
      'cgocheck: setting cgocheck=0 disables all checks for packages using cgo to incorrectly pass Go pointers ' +
      'to non-Go code. Setting cgocheck=1 (the default) enables relatively cheap checks. A more complete, but ' +
      'slow, cgocheck mode can be enabled using GOEXPERIMENT (which requires a rebuild).',
    url: 'https://pkg.go.dev/runtime#hdr-Environment_Variables',
  },
  classes: [],
  example: 'cmd := exec.Command(program)\ncmd.Env = append(os.Environ(), "GODEBUG=cgocheck=2")',
  remediation:
    'Leave `GODEBUG` alone, since `cgocheck=1` is the default, and build the tested program with ' +
    '`GOEXPERIMENT=cgocheck2` where all writes of Go pointers are to be checked.',
  dynamic:
    'The program that gets the setting ends with `fatal error: cgocheck > 1 mode is no longer supported at ' +
    'runtime` (Go 1.21 and later). Nothing tells of `CGO_CHECK`, and nothing of a setting that comes too late.',
  limits:
    'Only Go code is read: a workflow file, a Makefile or a shell script with such a setting is not. A value ' +
    'that is put together from several texts is not understood.',
};

export default docs;
