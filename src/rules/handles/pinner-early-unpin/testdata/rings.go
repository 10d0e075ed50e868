package rings

/*
#include <stddef.h>

typedef struct { void *data; } ring;

static void *registered;

static void ring_keep(void *p, size_t n) { registered = p; }

static void ring_attach(ring *r, void *data) { r->data = data; }

static size_t ring_sum(void *p, size_t n) {
	size_t sum = 0;
	for (size_t i = 0; i < n; i++) sum += ((unsigned char *)p)[i];
	return sum;
}

void ring_set_user_data(ring *r, void *data);
void ring_wait(ring *r);
*/
import "C"

import (
	"runtime"
	"unsafe"
)

// Ring has memory of C.
type Ring struct {
	ptr    *C.ring
	pinner runtime.Pinner
}

// Keep unpins as it returns.
func Keep(buf []byte) {
	var pinner runtime.Pinner
	pinner.Pin(&buf[0])                                      // step "`pinner` pins"
	defer pinner.Unpin()                                     // step "deferred: it unpins as the function ends"
	C.ring_keep(unsafe.Pointer(&buf[0]), C.size_t(len(buf))) // want "`C.ring_keep` still has `unsafe.Pointer\\(&buf\\[0\\]\\)` when it has returned, and `pinner` unpins it as the function ends"
}

// Attach unpins behind the call.
func (r *Ring) Attach(state *C.int) {
	p := &runtime.Pinner{}
	p.Pin(state)
	C.ring_attach(r.ptr, unsafe.Pointer(state)) // want "`C.ring_attach` still has `unsafe.Pointer\\(state\\)` when it has returned, and `p` unpins it in line \\d+"
	p.Unpin()
}

// Register is told by a name.
func (r *Ring) Register(state *C.int) {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	pinner.Pin(state)
	C.ring_set_user_data(r.ptr, unsafe.Pointer(state)) // want "Does `C.ring_set_user_data` still have `unsafe.Pointer\\(state\\)` when `pinner` unpins it as the function ends\\? Its name says so"
}

// KeepAndWait may end it.
func (r *Ring) KeepAndWait(buf []byte) {
	var pinner runtime.Pinner
	pinner.Pin(unsafe.SliceData(buf))
	defer pinner.Unpin()
	C.ring_keep(unsafe.Pointer(&buf[0]), C.size_t(len(buf))) // want "Does `C.ring_keep` still have .*\\? `C.ring_wait` follows"
	C.ring_wait(r.ptr)
}

// Sum only reads.
func Sum(buf []byte) int {
	var pinner runtime.Pinner
	pinner.Pin(&buf[0]) // ok: C keeps nothing
	defer pinner.Unpin()
	return int(C.ring_sum(unsafe.Pointer(&buf[0]), C.size_t(len(buf))))
}

// Open keeps the pinner with the ring.
func (r *Ring) Open(buf []byte) {
	r.pinner.Pin(&buf[0])
	C.ring_keep(unsafe.Pointer(&buf[0]), C.size_t(len(buf)))
}

// Close ends it.
func (r *Ring) Close() {
	C.ring_wait(r.ptr)
	r.pinner.Unpin()
}

// Other pins something else.
func Other(buf []byte, state *C.int) {
	var pinner runtime.Pinner
	pinner.Pin(state) // ok: what is kept is not what is pinned
	defer pinner.Unpin()
	C.ring_keep(unsafe.Pointer(&buf[0]), C.size_t(len(buf)))
}

// Handed gives the pinner to somebody who unpins later.
func Handed(buf []byte, later func(func())) {
	var pinner runtime.Pinner
	pinner.Pin(&buf[0]) // ok: the literal unpins
	C.ring_keep(unsafe.Pointer(&buf[0]), C.size_t(len(buf)))
	later(func() { pinner.Unpin() })
}
