import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Callback uses a map of the package without its lock',
  what:
    'Reports a function that C calls, or one that it calls in turn, which uses a map at the level of the package ' +
    'without the mutex that other functions hold for the same map, where one of the two changes it. Where no ' +
    'function locks, a callback that changes the map is asked about; and so is one whose mutex is held somewhere ' +
    'while C is called, since it may be held already.\n\nIt leaves alone maps that only callbacks use, what `init` ' +
    'and `main` do, `sync.Map`, callbacks that lock in a way that is not followed, and packages that lock the ' +
    'thread of `main`.',
  why:
    'C calls back on whatever thread it likes, while the goroutines of the program run. A map of Go must not be ' +
    'written while another goroutine reads or writes it: the runtime ends the program with `concurrent map ' +
    'writes` or `concurrent map read and map write`, which nothing can recover, or the map is corrupt.',
  contract: {
    text:
      '"Map access is unsafe only when updates are occurring. As long as all goroutines are only reading ... it is ' +
      'safe for them to access the map concurrently without synchronization."',
    url: 'https://go.dev/doc/faq#atomic_maps',
  },
  classes: [],
  example: `func register(fn func()) C.int {
	mu.Lock()
	defer mu.Unlock()
	next++
	callbacks[next] = fn
	return next
}

//export goDone
func goDone(id C.int) {
	callbacks[id]()
	delete(callbacks, id)
}`,
  remediation:
    'Hold the mutex of the map while it is used, and release it before other code is called, which may call C and ' +
    'come back. A `cgo.Handle` in place of the map needs no lock.',
  dynamic:
    'The race detector reports it when both happen in one run, with the callback as a frame `_cgoexp_…`; without ' +
    'it the runtime ends some of the runs with `fatal error: concurrent map writes`.',
  limits:
    'Which threads C calls back on is not known: a library that calls back only while Go waits in it, with all use ' +
    'from one goroutine, has no race. Only mutexes of package sync are followed, and maps in variables of the ' +
    'package, not in objects.',
};

export default docs;
