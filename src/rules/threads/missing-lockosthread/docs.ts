import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Error of a C call is read when the goroutine may be on another thread',
  what:
    'A call of C leaves its error in a place of the thread’s own (`git_error_last`, an OpenSSL error ' +
    'queue, `dlerror`), and a later call reads it. Nothing between the two keeps the goroutine on its ' +
    'thread: `runtime.LockOSThread` was not called, or was undone before the read, on some path. Which ' +
    'functions read such errors is known from the tables of `docs/libraries.md`; one that only its name ' +
    'tells is asked about.\n\nA package that locks for none of its reads may expect that from its users: that ' +
    'is asked once, at the first such call. Test files are left alone, and so is C’s `errno`, ' +
    'which the two-value form of the call reads in time.',
  why:
    'The scheduler may move a goroutine to another thread between any two calls of C. The reader then finds the ' +
    'error of somebody else’s call, or none: a failure is reported with the wrong message, or taken for ' +
    'a success where the error decides.',
  contract: {
    text:
      'LockOSThread wires the calling goroutine to its current operating system thread. The calling ' +
      'goroutine will always execute in that thread […] until the calling goroutine has made as many ' +
      'calls to UnlockOSThread as to LockOSThread. […] A goroutine should call LockOSThread before ' +
      'calling OS services or non-Go library functions that depend on per-thread state.',
    url: 'https://pkg.go.dev/runtime#LockOSThread',
  },
  classes: ['missing-lockosthread'],
  example: `func (o *Odb) Delete(path string) error {
	if ret := C.git_odb_delete(o.ptr); ret < 0 {
		return MakeGitError(ret)
	}
	return nil
}`,
  remediation:
    'Lock before the call, and unlock after the read: `runtime.LockOSThread()` and `defer ' +
    'runtime.UnlockOSThread()` in the function that makes both. A C function of the preamble that makes ' +
    'the call and reads the error in one go needs no lock.',
  dynamic:
    'No sanitizer sees it: both calls are sound. A program whose goroutines fail in different ways ' +
    'shows errors that are not theirs.',
  limits:
    'A lock that callers in other packages hold is not seen. A read through a function value or an ' +
    'interface is not followed. Where several calls come before a read, only the last one is named.',
};

export default docs;
