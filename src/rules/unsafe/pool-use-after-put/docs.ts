import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Memory of a `sync.Pool` is used or returned after `Put`',
  what:
    'Reports memory that a function gives back with `Put` of a `sync.Pool` and uses on a path behind that, ' +
    'and results that share the memory where `Put` is deferred: `buf.Bytes()`, a slice of it, a string over ' +
    'it made with `unsafe`.\n\nIt leaves alone copies (`string(b)`, `buf.String()`, `bytes.Clone`), a ' +
    'variable that gets another value first, its length, and a comparison with nil.',
  why:
    'The next `Get`, in this goroutine or another, returns the same memory and writes to it. The caller’s ' +
    'slice or string then changes under its hands: wrong data, a map key that is lost, text of another user.',
  contract: {
    text: 'Put adds x to the pool. Get selects an arbitrary item from the Pool, removes it, and returns it to the caller.',
    url: 'https://pkg.go.dev/sync#Pool',
  },
  classes: [],
  example:
    'buf := pool.Get().(*bytes.Buffer)\ndefer pool.Put(buf)\nbuf.WriteString(name)\nreturn unsafe.String(unsafe.SliceData(buf.Bytes()), buf.Len())',
  remediation:
    'Copy what the caller is to have (`bytes.Clone`, `string(b)`), or let the caller put the buffer back when ' +
    'it is done with it. No view of the memory may outlive `Put`.',
  dynamic:
    'The race detector reports it, and only where another goroutine touches the memory while a test runs. ' +
    'AddressSanitizer and checkptr see nothing: the memory is never freed.',
  limits:
    'A view that is stored in a field, sent over a channel or made by another function is not followed, nor is ' +
    'a wrapper of `Put`. Only packages with cgo, `unsafe` or a header of `reflect` are looked at.',
};

export default docs;
