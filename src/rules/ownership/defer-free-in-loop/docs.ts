import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: "A deferred free in a loop holds each round's memory until the function ends",
  what:
    'Reports `defer C.free(…)`, or another deferred call that frees memory of C, in the body of a loop, where each round ' +
    'makes its own memory and nothing needs it beyond the round. In a loop without a condition it is a ' +
    'warning, as the function may never end.\n\n' +
    'Left alone are loops that end after one round, loops whose few rounds stand in the code (`i < 3`, a literal that is ' +
    'ranged over), memory that is stored in a slice, a field or a variable around the loop, is handed to Go code or to C ' +
    'code that may keep it or makes an object of it, function literals in the loop, whose defers run when ' +
    'they return, and tests.',
  why:
    'A deferred call runs when the function returns, and not when the round ends. Until then the memory of every round is ' +
    'held, and the list of deferred calls grows with it: with a long input or a loop that serves requests, the process ' +
    'runs out of memory.',
  contract: {
    text: 'Deferred functions are invoked immediately before the surrounding function returns.',
    url: 'https://go.dev/ref/spec#Defer_statements',
  },
  classes: [],
  example: `for _, key := range keys {
	ckey := C.CString(key)
	defer C.free(unsafe.Pointer(ckey))
	C.db_lookup(s.c, ckey)
}`,
  remediation:
    'Give the body of the loop a function of its own, whose end is the end of the round; or free the memory where the ' +
    'round is done with it, on each path.',
  dynamic:
    'No tool calls it a leak, as the memory is freed at last. A profile of the resident size over a long loop ' +
    'shows it: C memory is in no Go heap profile.',
  limits:
    'How often the loop runs is not known, nor how large the blocks are: for a handful it does not matter. Memory that is ' +
    'reached through a field or an element is not looked at.',
};

export default docs;
