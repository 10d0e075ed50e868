package collective

/*
#include <nccl.h>
*/
import "C"

import (
	"errors"
	"runtime"
)

func Start() error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if C.ncclGroupStart() != 0 { // ok: the thread is held
		return errors.New(C.GoString(C.ncclGetLastError(nil)))
	}
	return nil
}

func End() error {
	if C.ncclGroupEnd() != 0 { // want "Does `C.ncclGetLastError` read the error of `C.ncclGroupEnd` from a store of the thread’s own\\?"
		return errors.New(C.GoString(C.ncclGetLastError(nil)))
	}
	return nil
}
