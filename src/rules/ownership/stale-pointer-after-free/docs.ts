import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'A release leaves a pointer to freed memory in its object',
  what:
    'A method such as `Close`, `Free` or `Destroy` gives the C memory behind a field back, and the field keeps the ' +
    'pointer. The finding is a warning where the source shows why that matters: a finalizer or cleanup frees the same ' +
    'pointer and is not taken off; the method has a copy of the object, so that what it clears is only the copy’s; ' +
    'methods ask whether the field is nil, and nothing in the package ever sets it to nil; or most other releases of ' +
    'the package clear theirs. Where nothing of that is known it is a question. In a package in which at least ' +
    'fifteen releases leave their pointer, and at most half as many clear it, the question is asked once.\n\nA release behind a ' +
    'flag that it sets, `sync.Once` or an atomic swap is left alone, and so are fields that another function clears, ' +
    'methods whose comment says that they must be called only once, and types that cannot clear what they hold: ' +
    'those whose methods have value receivers, or that are C’s own struct under a Go name. Test files and generated ' +
    'files are left alone.',
  why:
    'A second `Close`, which a deferred call beside an explicit one makes easily, frees the memory again: the ' +
    'allocator is corrupted, or somebody else’s memory is freed. A method that is called later reads freed memory ' +
    'instead of failing at once.',
  contract: {
    text:
      'If the argument does not match a pointer earlier returned by a memory management function, or if ' +
      'the space has been deallocated by a call to free or realloc, the behavior is undefined (C11, ' +
      '7.22.3.3).',
    url: 'https://www.open-std.org/jtc1/sc22/wg14/www/docs/n1570.pdf',
  },
  classes: ['stale-pointer-after-free', 'double-free'],
  example: `func (v *Volume) Close() {
	if v.ptr == nil {
		return
	}
	C.volume_free(v.ptr)
}`,
  remediation:
    'Return where the field is nil, and set it to nil behind the release. A finalizer that calls the method does ' +
    'nothing then; a cleanup that was given the pointer itself must be stopped.',
  dynamic:
    'AddressSanitizer (`go build -asan`) stops at the second free, `attempting double-free`, and where C reads the ' +
    'memory after the release, `heap-use-after-free`: only in a run that calls the release twice, or a method after it.',
  limits:
    'Whether callers ever call the release twice is not asked. What a function of C gives back is told by its name ' +
    'and the tables: one that may be called twice on an object is not told from one that may not. Handles in slices ' +
    'and maps are not looked at, nor are releases that are no methods.',
};

export default docs;
