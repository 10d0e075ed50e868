import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Exported function that panics into C',
  what:
    'Asks about a function with `//export` that plainly panics and defers nothing that recovers: `panic` with an ' +
    'error, a fixed element behind the first of a slice that has as many elements as C says, or an element of a fixed table at a ' +
    'place that C says, where nothing looks at the number. A write to a map of the package that nothing makes is ' +
    'reported as an error.\n\nIt leaves alone a `panic` with a fixed text, which ends the program on purpose when ' +
    'a contract is broken, failed type assertions, and functions with a deferred call that recovers or may.',
  why:
    'A panic unwinds the Go code only. Where nothing recovers, a mistake of the library or an error of the ' +
    'moment ends the whole program, the one of C, too, where Go is a library. Where Go code above C recovers, as ' +
    'an HTTP server does, the frames of C between are dropped without running to their end: what C has locked ' +
    'stays locked, what it has allocated is lost, its data may be half written.',
  contract: {
    text:
      '"If a deferred function recovers, the panicking sequence stops": nothing of C runs in between, and C has ' +
      'no way to see a panic of Go.',
    url: 'https://go.dev/ref/spec#Handling_panics',
  },
  classes: ['panic-in-callback'],
  example: `//export goRead
func goRead(h C.uintptr_t, p unsafe.Pointer, n C.size_t) C.int {
	r := cgo.Handle(h).Value().(io.Reader)
	count, err := r.Read(unsafe.Slice((*byte)(p), int(n)))
	if err != nil {
		panic(err)
	}
	return C.int(count)
}`,
  remediation:
    'Give C the failure in the way that its interface has for it, a status or a null pointer, and keep the error ' +
    'where the Go caller of C finds it. Where code of others runs in the callback, recover in it, keep what was ' +
    'recovered, and panic again once C has returned. Look at numbers of C before they become an index.',
  dynamic:
    'A program shows it only when it panics: it ends with a traceback, or, where somebody recovers, with nothing but ' +
    'what C left behind. The sanitizers see no mistake.',
  limits:
    'Looks at the exported function itself, and not at what it calls: a callback of a user that panics is not ' +
    'told, nor are failed type assertions, nil pointers and functions. C may keep to numbers that are in range, ' +
    'which its headers do not say.',
};

export default docs;
