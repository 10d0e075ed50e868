import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Function of a finalizer or cleanup captures its own object',
  what:
    'The function that `runtime.SetFinalizer` or `runtime.AddCleanup` is given is a literal that mentions the ' +
    'object, or another variable that leads to it, instead of its own parameter; or it is a method bound to ' +
    'the object (`x.free`).\n\nA parameter that has the same name is another variable, and fine, as is a ' +
    'method expression (`(*T).Free`). Variables that are assigned behind the call are left alone.',
  why:
    'The runtime holds the function for as long as the finalizer is set, and the function holds the object: ' +
    'it never becomes garbage. The finalizer never runs, and neither the object nor the C memory that it owns ' +
    'is ever freed.',
  contract: {
    text:
      'If a cyclic structure includes a block with a finalizer, that cycle is not guaranteed to be garbage ' +
      'collected and that finalizer is not guaranteed to run. Of a cleanup: if ptr is reachable from cleanup ' +
      'or arg, ptr will never be collected and the cleanup will never run.',
    url: 'https://pkg.go.dev/runtime#AddCleanup',
  },
  classes: [],
  example: `db := &DB{c: C.db_open()}
runtime.SetFinalizer(db, func(_ *DB) {
	C.db_close(db.c)
})`,
  remediation:
    'Use the parameter that the finalizer is called with. For a cleanup pass what it needs, such as the C ' +
    'pointer, as its argument.',
  dynamic:
    'Nothing fails with `SetFinalizer`: the memory is still reachable, so that LeakSanitizer does not report it. ' +
    '`GODEBUG=checkfinalizers=1` (Go 1.25) names the object and the line. `AddCleanup` of Go 1.26 panics for a ' +
    'literal that captures the pointer directly.',
  limits:
    'A function that another function returns is not looked into, nor is one that reaches the object over ' +
    'fields of other objects or package-level variables.',
};

export default docs;
