package repo

/*
#include <git2.h>

const char *lib_last_error(void);
int lib_open(int id);
*/
import "C"

import (
	"errors"
	"runtime"
)

type Repository struct {
	ptr *C.git_repository
}

func MakeGitError(code C.int) error { // step "which calls `C.git_error_last`"
	last := C.git_error_last()
	if last == nil {
		return errors.New("unknown")
	}
	return errors.New(C.GoString(last.message))
}

func (r *Repository) Detach() error {
	ret := C.git_repository_detach_head(r.ptr) // want "The error of `C.git_repository_detach_head` is read by `MakeGitError` from the thread’s own store, and nothing keeps the goroutine on its thread between the two"
	if ret < 0 {
		return MakeGitError(ret) // step "this reads it"
	}
	return nil
}

// The reader itself is called.
func (r *Repository) Clean() string {
	if C.git_repository_state_cleanup(r.ptr) < 0 { // want "is read by `C.git_error_last` from the thread’s own store"
		return C.GoString(C.git_error_last().message)
	}
	return ""
}

// The lock is undone before the read.
func (r *Repository) Early() error {
	runtime.LockOSThread()
	ret := C.git_repository_detach_head(r.ptr) // want "is read by `MakeGitError`"
	runtime.UnlockOSThread()
	if ret < 0 {
		return MakeGitError(ret)
	}
	return nil
}

// Some path does not lock.
func (r *Repository) Sometimes(isShared bool) error {
	if isShared {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
	}
	if ret := C.git_repository_detach_head(r.ptr); ret < 0 { // want "is read by `MakeGitError`"
		return MakeGitError(ret)
	}
	return nil
}

// Another goroutine has another thread.
func (r *Repository) Background(done chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	go func() {
		done <- r.detach()
	}()
}

func (r *Repository) detach() error {
	if ret := C.git_repository_detach_head(r.ptr); ret < 0 { // want "is read by `MakeGitError`"
		return MakeGitError(ret)
	}
	return nil
}

// Only the name says what the reader reads.
func Named(id int) string {
	if C.lib_open(C.int(id)) < 0 { // want "Does `C.lib_last_error` read the error of `C.lib_open` from a store of the thread’s own\\? Nothing keeps the goroutine"
		return C.GoString(C.lib_last_error())
	}
	return ""
}

func (r *Repository) DetachLocked() error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	ret := C.git_repository_detach_head(r.ptr) // ok: locked until the function ends
	if ret < 0 {
		return MakeGitError(ret)
	}
	return nil
}

func (r *Repository) LockedInLine() (err error) {
	runtime.LockOSThread()
	if ret := C.git_repository_detach_head(r.ptr); ret < 0 { // ok: unlocked behind the read
		err = MakeGitError(ret)
	}
	runtime.UnlockOSThread()
	return err
}

func (r *Repository) CleanLocked() error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	return r.clean()
}

func (r *Repository) clean() error {
	if ret := C.git_repository_state_cleanup(r.ptr); ret < 0 { // ok: its only caller locks
		return MakeGitError(ret)
	}
	return nil
}

func bind() { runtime.LockOSThread() }

func (r *Repository) Bound() error {
	bind()
	defer runtime.UnlockOSThread()
	if ret := C.git_repository_detach_head(r.ptr); ret < 0 { // ok: a function that is called before locks
		return MakeGitError(ret)
	}
	return nil
}

func (r *Repository) Literal() (err error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	func() {
		if ret := C.git_repository_detach_head(r.ptr); ret < 0 { // ok: the literal runs under the lock
			err = MakeGitError(ret)
		}
	}()
	return err
}

func NamedLocked(id int) string {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if C.lib_open(C.int(id)) < 0 { // ok: locked, whatever the reader reads
		return C.GoString(C.lib_last_error())
	}
	return ""
}
