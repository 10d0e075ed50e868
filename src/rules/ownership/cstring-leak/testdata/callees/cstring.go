package queue

/*
#include <stdlib.h>
*/
import "C"

import "unsafe"

type cstring struct {
	ptr *C.char
}

func newCString(s string) cstring {
	return cstring{ptr: C.CString(s)} // ok: returned in a struct
}

func (s cstring) free() {
	C.free(unsafe.Pointer(s.ptr))
}

func freeString(p *C.char) {
	C.free(unsafe.Pointer(p))
}

// Frees through one more function.
func freeBoth(a, b *C.char) {
	freeString(a)
	freeString(b)
}

func withCString(s string, f func(*C.char) C.int) C.int {
	cs := C.CString(s) // ok: freed after the callback
	defer freeString(cs)
	return f(cs)
}
