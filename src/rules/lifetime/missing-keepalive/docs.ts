import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Object with a finalizer may be collected while C uses its memory',
  what:
    'A Go object owns memory of C and has a finalizer or cleanup that frees it. A call of C gets the ' +
    'pointer out of the object, and nothing uses the object after that: no `runtime.KeepAlive`, no ' +
    'deferred call, no caller that goes on using it, as far as the package makes all the calls. A ' +
    '`KeepAlive` before the call, and one of a copy in a method with a value receiver, keep nothing, ' +
    'and the message says so.\n\nIt is a question where it is not known whether the finalizer frees ' +
    'this very memory (it belongs to a parent, or only a reference is dropped), where the object is in a field of another one, and where Go reads through the pointer itself, so that only a few ' +
    'instructions are in danger. The calls that release the memory, test files, and callbacks that C ' +
    'calls with the object are left alone.',
  why:
    'An object is garbage after its last use, even while a method of it still runs. A collection at ' +
    'that moment runs the finalizer on another thread, and C goes on with freed memory. It takes load ' +
    'to happen, and then shows as a crash or wrong data somewhere in C.',
  contract: {
    text:
      'KeepAlive marks its argument as currently reachable. This ensures that the object is not freed, ' +
      'and its finalizer is not run, before the point in the program where KeepAlive is called.',
    url: 'https://pkg.go.dev/runtime#KeepAlive',
  },
  classes: ['missing-keepalive'],
  example: `func (db *DB) Get(key int) int {
	return int(C.db_get(db.c, C.int(key)))
}`,
  remediation:
    'Put `runtime.KeepAlive(x)` behind the last call that uses the C pointer, or `defer ' +
    'runtime.KeepAlive(x)` at the start of a method with several returns. `x` is the Go object with ' +
    'the finalizer: the C pointer itself keeps nothing alive. Give methods of such a type a pointer ' +
    'receiver.',
  dynamic:
    'AddressSanitizer (`go build -asan`) reports a use after free in C where a collection happens ' +
    'during the call, which a test seldom brings about; run with `GOGC=1`, and make the call last.',
  limits:
    'A caller outside of the package may keep the object all the same: an exported method is reported ' +
    'as if none did. An object that is stored in a field of another one is taken to live. Memory whose ' +
    'pointer comes out of another function of the package than an accessor is not followed.',
};

export default docs;
