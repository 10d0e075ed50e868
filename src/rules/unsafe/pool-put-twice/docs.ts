import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'The same memory is put back into a `sync.Pool` twice',
  what:
    'Reports a second `Put` of a variable on a path behind the first, and a `Put` in a function that defers one of the ' +
    'same variable.\n\nIt leaves alone a variable that gets another value in between, paths that take only one of ' +
    'the two, and a deferred function that asks before it puts something back.',
  why:
    'The pool then holds the memory twice, and two calls of `Get` return it: two goroutines write to one buffer, and ' +
    'each finds the data of the other.',
  contract: {
    text: 'Put adds x to the pool. Get selects an arbitrary item from the Pool, removes it, and returns it to the caller.',
    url: 'https://pkg.go.dev/sync#Pool',
  },
  classes: [],
  example:
    'buf := pool.Get().(*bytes.Buffer)\ndefer pool.Put(buf)\nif err := encode(buf, v); err != nil {\n\tpool.Put(buf)\n\treturn err\n}',
  remediation: 'Put the memory back in one place: a `defer` right behind `Get`, and no other `Put`.',
  dynamic:
    'No tool knows what a pool holds. The race detector reports the writes of two goroutines, if it comes to them.',
  limits:
    'A `Put` by another function, of a field, or in a loop’s next round by the same statement is not seen. ' +
    'Only packages with cgo, `unsafe` or a header of `reflect` are looked at.',
};

export default docs;
