import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Finalizer stays set after the memory was freed or given away',
  what:
    'A method of a type frees a handle of C, and the finalizer or cleanup of the object frees the same ' +
    'handle with the same function. The method neither takes the finalizer off ' +
    '(`runtime.SetFinalizer(x, nil)`, `Stop` of the `runtime.Cleanup`) nor, for a finalizer, clears the ' +
    'field. A cleanup has its own copy of the pointer: there only `Stop` helps.\n\nIt is a question where ' +
    'only the name of the C function says that it frees, where some constructors set no finalizer, or where ' +
    'the method returns between the free and the clearing, as when the C function gives an error. ' +
    'Asks also where a function gives the handle to C and sets the field to nil, so that the finalizer, ' +
    'which looks at nothing, calls the C function with nil. What a table of a library says to become the ' +
    'owner is told by `c-double-free`.',
  why:
    'The finalizer runs once the object is garbage, whatever was called before. It frees memory that is ' +
    'free, or that meanwhile belongs to somebody else, on a thread of the runtime, at some later ' +
    'collection: the crash is far from its cause.',
  contract: {
    text:
      '"SetFinalizer(obj, nil) clears any finalizer associated with obj." Until then "the finalizer is scheduled to ' +
      'run at some arbitrary time after the program can no longer reach the object to which obj points".',
    url: 'https://pkg.go.dev/runtime#SetFinalizer',
  },
  classes: ['finalizer-not-cleared', 'double-free', 'finalizer-misuse'],
  example: `func Open() *DB {
	db := &DB{c: C.db_open()}
	runtime.SetFinalizer(db, (*DB).Close)
	return db
}

func (db *DB) Close() {
	C.db_free(db.c)
}`,
  remediation:
    'Take the finalizer off where the memory is freed or given away, and set the field to nil, so that a ' +
    'second `Close` does nothing. With `runtime.AddCleanup` keep the `runtime.Cleanup` that it returns, and ' +
    'call `Stop` on it.',
  dynamic:
    'AddressSanitizer (`go build -asan`) reports a double free, in the finalizer’s goroutine, if a collection ' +
    'happens after the explicit free while the program still runs: call `runtime.GC()` twice at its end.',
  limits:
    'Only methods and functions that other packages can call are looked at. A finalizer that does something ' +
    'under a condition other than a test of the handle is taken to look at what the method sets. Functions ' +
    'that give a reference back (`g_object_unref`) are left alone, as is a release that is given the ' +
    'address of the field.',
};

export default docs;
