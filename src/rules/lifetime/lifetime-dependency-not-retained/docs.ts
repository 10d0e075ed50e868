import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'An object does not hold the one that its C memory depends on',
  what:
    'C makes an object from another one’s handle, and the Go object around it does not hold the other Go object, ' +
    'whose finalizer or cleanup frees that memory. The finding is a warning where the tables of libraries say that ' +
    'C lends a pointer into the parent, or that what C makes keeps the parent. It is a question where other ' +
    'constructors of the type keep their parent in a field; where the type is never released, so that what C gave ' +
    'seems to lie in the parent; and where the C function is named for a way through the parent, as an ' +
    'iterator or a stream is.\n\nA constructor that puts the parent into the object, into another variable or into ' +
    'a call of Go is left alone, and so are copies, options, and parents whose finalizer only gives a reference back.',
  why:
    'Once the caller’s last use of the parent is over, the collector may run its finalizer while the child is still ' +
    'in use: C then reads freed memory. It happens under load, and far from the line that is to blame. ' +
    '`runtime.KeepAlive` in the constructor does not help, since the child outlives it.',
  contract: {
    text:
      'The finalizer is scheduled to run at some arbitrary time after the program can no longer reach the object ' +
      'to which obj points.',
    url: 'https://pkg.go.dev/runtime#SetFinalizer',
  },
  classes: ['lifetime-dependency-not-retained'],
  example: `func (c *Certificate) Subject() *Name {
	// The name lies in the certificate, which a finalizer frees.
	return &Name{c: C.X509_get_subject_name(c.x)}
}`,
  remediation:
    'Keep the parent in a field of the child: what the child reaches is not collected. A cleanup of the child must ' +
    'still run before the parent’s, so let the child’s finalizer be the one that refers to the parent.',
  dynamic:
    'AddressSanitizer (`go build -asan`) reports `heap-use-after-free` where a test drops the parent, lets the ' +
    'collector run its finalizer and then uses the child.',
  limits:
    'Whether C takes a reference of its own is known only from the tables. Parents that callers hold anyway, in ' +
    'a package-level variable for one, are not told from others. A parent that only a local variable of the ' +
    'constructor holds is not looked at.',
};

export default docs;
