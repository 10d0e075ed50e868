import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'errno is read in a call of its own',
  what:
    'Reports a call of C that does nothing but read errno (`C.perror`, `*C.__errno_location()`, or a function of the ' +
    'preamble whose body is `return errno;`) behind another call of C, at once or in a function of the package, ' +
    'where the goroutine is not locked to its thread in between.\n\nIt leaves alone functions that C calls, since ' +
    'those keep their thread, tests, and functions of C whose body is not in the package: of those that are named ' +
    'as if they read an error, `missing-lockosthread` asks.',
  why:
    'errno belongs to the thread, and a goroutine may continue on another one between any two calls of C. The ' +
    'second call then reads the errno of somebody else’s call, or 0: a failure is reported with the wrong reason, ' +
    'or retried because of an `EINTR` that was never there. Calls that the Go runtime makes in between can ' +
    'change it as well.',
  contract: {
    text:
      'Any C function (even void functions) may be called in a multiple assignment context to retrieve both the ' +
      'return value (if any) and the C errno variable as an error.',
    url: 'https://pkg.go.dev/cmd/cgo#hdr-Go_references_to_C',
  },
  classes: ['missing-lockosthread'],
  example: [
    '// static int get_errno(void) { return errno; }',
    'if C.dev_open(path) < 0 {',
    '\treturn syscall.Errno(C.get_errno())',
    '}',
  ].join('\n'),
  remediation:
    'Take errno with the call: `rc, err := C.dev_open(path)`. It is not zero after a call that succeeded, too: look ' +
    'at the result first, and use `err` only where that says failure.',
  dynamic:
    'No sanitizer sees it: both calls are sound. A program whose goroutines fail in different ways shows errors ' +
    'that are not theirs, if they are moved between threads in between.',
  limits:
    'A lock that callers in other packages hold is not seen. A function of C that sets errno to 0, makes a call and ' +
    'returns the new one is not taken for a reader. Whether the first call sets errno at all is not known.',
};

export default docs;
