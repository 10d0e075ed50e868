package runsunderlock

/*
#include <git2.h>
*/
import "C"

import (
	"errors"
	"runtime"
)

func lastError() error {
	err := C.git_error_last()
	return errors.New(C.GoString(err.message))
}

// It runs the call itself, and reads its error on the same thread.
func locked(call func() C.int) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if call() >= 0 {
		return nil
	}
	return lastError()
}

func refresh(index *C.git_index, repository *C.git_repository) error {
	C.git_index_clear(index) // ok: whoever reads the error below reads that of another call
	return locked(func() C.int { return C.git_repository_head_detached(repository) })
}

func read(index *C.git_index) error {
	if C.git_index_read(index, 0) < 0 { // want "The error of `C.git_index_read` is read by `lastError` from the thread’s own store"
		return lastError()
	}
	return nil
}

func readLocked(index *C.git_index) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if C.git_index_read(index, 0) < 0 { // ok: locked
		return lastError()
	}
	return nil
}
