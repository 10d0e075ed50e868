import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'C gets the handle of an object that may be closed',
  what:
    'A type has a release (`Close`, `Free`, `Destroy`), and before C gets its handle, most of its methods ask whether ' +
    'the object is closed: by the handle, by a flag that the release sets, or by a method that asks for one of ' +
    'these. This one does not. The finding is a question: it says how many methods ask, what the release leaves in ' +
    'the field, and shows up to three of them. It takes three methods that ask and at most a third as many that do ' +
    'not. Test files and generated files are left alone, and files of other builds do not count.',
  why:
    'After the release the method hands C a pointer to freed memory, or a null pointer that C does not expect: the ' +
    'process reads what is somebody else’s by now, or dies with a signal where the other methods return an error.',
  contract: {
    text:
      'Memory allocations made by C code are not known to Go’s memory manager. When you create a C ' +
      'string with C.CString (or any C memory allocation) you must remember to free the memory when ' +
      'you’re done with it by calling C.free.',
    url: 'https://go.dev/blog/cgo',
  },
  classes: ['use-after-close', 'stale-pointer-after-free'],
  example: `func (d *DB) Height() int {
	// The other methods return where d.ptr is nil.
	return int(C.db_height(d.ptr))
}`,
  remediation:
    'Ask as the other methods do, and return their error. Where callers hold the object open, or C takes null for an ' +
    'answer, say so in a comment.',
  dynamic:
    'AddressSanitizer (`go build -asan`) reports `heap-use-after-free` where the release leaves the pointer, and a null ' +
    'pointer is a SIGSEGV: both only in a run that calls the method after the release.',
  limits:
    'Whether anybody calls the method on a closed object is not asked, nor whether another goroutine closes it in ' +
    'between. A guard of another kind than those above is taken for none. Where hardly any method of a type asks, ' +
    'nothing is reported.',
};

export default docs;
