package objects

/*
#include <nccl.h>
*/
import "C"

import "errors"

type Comm struct{ ptr C.ncclComm_t }

// A reader in camel case that is given an object reads what the object has: nothing is to be told here.
func (c *Comm) Flush() error {
	if C.ncclCommFinalize(c.ptr) != 0 {
		return errors.New(C.GoString(C.ncclGetLastError(c.ptr)))
	}
	return nil
}

func Flush(comm C.ncclComm_t) error {
	if C.ncclCommFinalize(comm) != 0 {
		return errors.New(C.GoString(C.ncclGetLastError(comm)))
	}
	return nil
}
