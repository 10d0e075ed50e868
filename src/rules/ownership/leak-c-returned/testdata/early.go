package early

/*
#include <stdlib.h>
#include <rados/librados.h>
*/
import "C"

import (
	"errors"
	"unsafe"
)

type Conn struct {
	cluster C.rados_t
}

// What the deferred call frees was read too early: that is another rule's.
func (c *Conn) Addrs() (string, error) {
	var addrs *C.char
	defer C.free(unsafe.Pointer(addrs))
	if C.rados_getaddrs(c.cluster, &addrs) < 0 { // ok: defer-free-before-assign looks at it
		return "", errors.New("no addresses")
	}
	return C.GoString(addrs), nil
}

// The deferred call frees the C string that the variable held before.
func (c *Conn) Named(name string) (string, error) {
	addrs := C.CString(name)
	defer C.free(unsafe.Pointer(addrs))
	if C.rados_getaddrs(c.cluster, &addrs) < 0 { // want "`addrs` from `C.rados_getaddrs` is never freed"
		return "", errors.New("no addresses")
	}
	return C.GoString(addrs), nil
}
