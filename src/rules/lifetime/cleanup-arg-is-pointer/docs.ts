import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Argument of a cleanup leads to the object itself',
  what:
    'The third argument of `runtime.AddCleanup` is the object of the first, a pointer to one of its fields, a ' +
    'struct, slice or map that holds it, a function literal that captures it, or a method bound to it.\n\n' +
    'A field’s value (`x.ptr`) is a copy, and fine.',
  why:
    'The runtime keeps the argument for the cleanup, and with it the object: it never becomes garbage, the ' +
    'cleanup never runs, and the memory of C is never freed. Where the argument is the object itself, ' +
    '`AddCleanup` panics.',
  contract: {
    text:
      'If ptr is reachable from cleanup or arg, ptr will never be collected and the cleanup will never run. As ' +
      'a protection against simple cases of this, AddCleanup panics if arg is equal to ptr.',
    url: 'https://pkg.go.dev/runtime#AddCleanup',
  },
  classes: [],
  example: `db := &DB{c: C.db_open()}
runtime.AddCleanup(db, func(db *DB) { C.db_close(db.c) }, db)`,
  remediation: 'Pass what the cleanup frees, such as the C pointer, and not the Go object that holds it.',
  dynamic:
    'With the object itself the call panics: `runtime.AddCleanup: ptr is equal to arg, cleanup will never ' +
    'run`; with a pointer to a field Go 1.26 does so as well (`ptr is within arg`). Where a struct holds ' +
    'the object nothing is reported, and the memory is lost silently.',
  limits:
    'An object that the argument leads to over fields of other objects, or through a call, is not found.',
};

export default docs;
