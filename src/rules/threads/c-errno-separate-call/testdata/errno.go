package errno

/*
#include <errno.h>
#include <stdio.h>
#include <string.h>

int dev_open(const char *path);
void dev_close(int fd);
int lib_get_errno(void);

static int get_errno(void) { return errno; }
static const char *errno_text(void) {
	return strerror(errno);
}
static int op_errno(const char *path) {
	if (dev_open(path) < 0)
		return errno;
	return 0;
}
*/
import "C"

import (
	"errors"
	"runtime"
	"syscall"
	"unsafe"
)

func open(path *C.char) error {
	if C.dev_open(path) < 0 { // step "`C.dev_open` sets errno on the thread"
		return syscall.Errno(C.get_errno()) // want "Errno is read in a call of its own, `C.get_errno`: the goroutine may be on another thread"
	}
	return nil
}

func lastError() error {
	return errors.New(C.GoString(C.errno_text()))
}

func openThrough(path *C.char) error {
	if C.dev_open(path) < 0 {
		return lastError() // want "in `lastError`"
	}
	return nil
}

func glibc(path *C.char) error {
	rc := C.dev_open(path)
	if rc == -1 {
		return syscall.Errno(*C.__errno_location()) // want "`C.__errno_location`"
	}
	return nil
}

func printed(path, what *C.char) {
	if C.dev_open(path) < 0 {
		C.perror(what) // want "`_, err := C.dev_open\\(...\\)`, takes it along"
	}
}

func twoValues(path *C.char) error {
	rc, err := C.dev_open(path) // ok: errno comes with the call
	if rc < 0 {
		return err
	}
	return nil
}

func locked(path *C.char) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if C.dev_open(path) < 0 {
		return syscall.Errno(C.get_errno()) // ok: on the same thread
	}
	return nil
}

// One call of C makes the call and returns its errno.
func together(path *C.char) error {
	if code := C.op_errno(path); code != 0 {
		return syscall.Errno(code)
	}
	return nil
}

//export goFailed
func goFailed(path *C.char, data unsafe.Pointer) C.int {
	if C.dev_open(path) < 0 {
		return C.get_errno() // ok: C calls this function, on a thread that it keeps
	}
	return 0
}
