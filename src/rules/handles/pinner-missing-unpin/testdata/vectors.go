package uring

/*
#include <stddef.h>

typedef struct { void *base; size_t len; } vec;

int ring_write(vec *v, int n);
int ring_submit(vec *v, void *data);
*/
import "C"

import (
	"errors"
	"runtime"
	"unsafe"
)

var errWrite = errors.New("write failed")

type request struct {
	pinner runtime.Pinner
	buf    []byte
}

// Write never unpins.
func Write(buf []byte) int {
	var pinner runtime.Pinner
	pinner.Pin(&buf[0]) // want "`pinner` is never unpinned" step "`pinner` pins"
	v := C.vec{base: unsafe.Pointer(&buf[0]), len: C.size_t(len(buf))}
	return int(C.ring_write(&v, 1)) // step "the function ends, and `pinner` with it"
}

// WriteAll forgets it where writing fails.
func WriteAll(bufs [][]byte) error {
	pinner := &runtime.Pinner{}
	vecs := make([]C.vec, len(bufs))
	for i, buf := range bufs {
		pinner.Pin(unsafe.SliceData(buf)) // want "`pinner` is not unpinned on a path that leaves the function"
		vecs[i] = C.vec{base: unsafe.Pointer(unsafe.SliceData(buf)), len: C.size_t(len(buf))}
	}
	if C.ring_write(unsafe.SliceData(vecs), C.int(len(vecs))) < 0 {
		return errWrite
	}
	pinner.Unpin()
	return nil
}

// Submit has a pointer to a new one.
func Submit(buf []byte) {
	p := new(runtime.Pinner)
	p.Pin(&buf[0]) // want "`p` is never unpinned"
	v := C.vec{base: unsafe.Pointer(&buf[0]), len: C.size_t(len(buf))}
	C.ring_submit(&v, nil)
}

// Deferred unpins at the end.
func Deferred(buf []byte) int {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	pinner.Pin(&buf[0]) // ok: the deferred call unpins
	v := C.vec{base: unsafe.Pointer(&buf[0]), len: C.size_t(len(buf))}
	return int(C.ring_write(&v, 1))
}

// Both unpins on either path.
func Both(buf []byte) error {
	var pinner runtime.Pinner
	pinner.Pin(&buf[0]) // ok: every path unpins
	v := C.vec{base: unsafe.Pointer(&buf[0]), len: C.size_t(len(buf))}
	if C.ring_write(&v, 1) < 0 {
		pinner.Unpin()
		return errWrite
	}
	pinner.Unpin()
	return nil
}

// Start keeps the pinner in the request, which Finish ends.
func Start(buf []byte) *request {
	r := &request{buf: buf}
	r.pinner.Pin(&buf[0])
	return r
}

// Pinned gives the pinner to its caller.
func Pinned(buf []byte) *runtime.Pinner {
	var pinner runtime.Pinner
	pinner.Pin(&buf[0]) // ok: the caller gets it
	return &pinner
}

// Later unpins in what it returns.
func Later(buf []byte) func() {
	var pinner runtime.Pinner
	pinner.Pin(&buf[0]) // ok: the literal unpins
	return func() { pinner.Unpin() }
}

// Shared is unpinned by somebody else.
func Shared(buf []byte, done func(*runtime.Pinner)) {
	var pinner runtime.Pinner
	pinner.Pin(&buf[0]) // ok: another function gets it
	done(&pinner)
}

// Finish ends a request.
func (r *request) Finish() { r.pinner.Unpin() }
