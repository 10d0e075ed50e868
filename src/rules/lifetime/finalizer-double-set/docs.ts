import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Finalizer is set on an object that has one',
  what:
    'Reports `runtime.SetFinalizer(x, f)` where a path leads to it on which `x` has a finalizer: the function set one ' +
    'before, or the function of the package that made `x` sets one on whatever it returns; and a second ' +
    '`runtime.AddCleanup` with the same function and the same argument, which then runs twice.\n\n' +
    'It leaves alone variables that were given another object in between, and objects that were given to code that may ' +
    'take the finalizer off with `runtime.SetFinalizer(x, nil)`. Two cleanups that do different things are fine, as are ' +
    'those whose result the program keeps, to stop them, and arguments that may have changed in between.',
  why:
    'An object has one finalizer at most. The second call ends the program, and nothing can recover from it. An object ' +
    'can have many cleanups: two that free the same pointer free it twice.',
  contract: {
    text:
      'SetFinalizer(obj, nil) clears any finalizer associated with obj; a second finalizer is the fatal error ' +
      '`runtime.SetFinalizer: finalizer already set`.',
    url: 'https://pkg.go.dev/runtime#SetFinalizer',
  },
  classes: ['finalizer-double-set'],
  example: [
    'func Open() *DB {',
    '	db := newDB() // sets a finalizer',
    '	runtime.SetFinalizer(db, (*DB).Close)',
    '	return db',
    '}',
  ].join('\n'),
  remediation:
    'Set the finalizer in one place, the constructor. Where another one is to take its place, take the first off with ' +
    '`runtime.SetFinalizer(x, nil)` before.',
  dynamic:
    'The second call of `SetFinalizer` ends the program with `fatal error: runtime.SetFinalizer: finalizer already ' +
    'set`. Two cleanups that free the same memory are a double free under AddressSanitizer, once the object was ' +
    'collected.',
  limits:
    'The object is followed under one name, and a constructor only where it sets the finalizer among the statements of ' +
    'its body and returns that variable at its end. A finalizer that a method of the object sets is not seen.',
};

export default docs;
