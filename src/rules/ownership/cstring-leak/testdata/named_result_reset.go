package lock

/*
#include <stdlib.h>

int lock_try(const char *name);
*/
import "C"

import (
	"errors"
	"unsafe"
)

var errLock = errors.New("lock failed")

// `return nil, errLock` sets cname to nil before the deferred closure looks at it.
func take(name string) (cname *C.char, err error) {
	cname = C.CString(name) // want "`cname` from `C.CString` is not freed on every path"
	defer func() {
		if err != nil {
			C.free(unsafe.Pointer(cname))
		}
	}()
	if C.lock_try(cname) != 0 {
		return nil, errLock
	}
	return cname, nil
}

func takeKept(name string) (result *C.char, err error) {
	cname := C.CString(name) // ok: the deferred closure reads a variable that no return sets
	defer func() {
		if err != nil {
			C.free(unsafe.Pointer(cname))
		}
	}()
	if C.lock_try(cname) != 0 {
		return nil, errLock
	}
	return cname, nil
}
