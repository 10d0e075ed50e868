package allocations

// #include <stdlib.h>
// static void *lib_alloc(size_t n) { return malloc(n); }
import "C"

import (
	"errors"
	"unsafe"
)

var errMemory = errors.New("out of memory")

type buffer struct{ p unsafe.Pointer }

func local(n int) (unsafe.Pointer, error) {
	p := C.malloc(C.size_t(n)) // step "`C.malloc` allocates, or ends the program"
	if p == nil {              // want "`p == nil` is always false: `C.malloc` never returns nil"
		return nil, errMemory
	}
	return p, nil
}

func converted(n int) []byte {
	p := (*byte)(C.malloc(C.size_t(n)))
	if nil != p { // want "`nil != p` is always true"
		return unsafe.Slice(p, n)
	}
	return nil
}

func text(s string) *C.char {
	cs := C.CString(s)
	if cs == nil { // want "`C.CString` never returns nil"
		panic("no memory")
	}
	return cs
}

func (b *buffer) grow(n int) error {
	b.p = C.malloc(C.size_t(n))
	if b.p == nil { // want "`b.p == nil` is always false"
		return errMemory
	}
	return nil
}

func declaredFirst(n int) (unsafe.Pointer, error) {
	var p unsafe.Pointer
	p = C.malloc(C.size_t(n))
	if p == nil { // want "`p == nil` is always false"
		return nil, errMemory
	}
	return p, nil
}

func zeroed(n int) (unsafe.Pointer, error) {
	p := C.calloc(1, C.size_t(n))
	if p == nil { // ok: calloc is C's own
		return nil, errMemory
	}
	return p, nil
}

func wrapped(n int) (unsafe.Pointer, error) {
	p := C.lib_alloc(C.size_t(n))
	if p == nil { // ok: C code calls C's own malloc
		return nil, errMemory
	}
	return p, nil
}

// It is nil where nothing was asked for.
func maybe(n int) {
	var p unsafe.Pointer
	if n > 0 {
		p = C.malloc(C.size_t(n))
	}
	if p != nil {
		C.free(p)
	}
}

func resized(p unsafe.Pointer, n int) unsafe.Pointer {
	q := C.realloc(p, C.size_t(n))
	if q == nil { // ok: realloc may fail
		return p
	}
	return q
}
