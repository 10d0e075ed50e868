package curl

/*
#include <stdint.h>

int request_start(uintptr_t handle);
int request_wait(uintptr_t handle);
void request_forget(uintptr_t handle);
*/
import "C"

import (
	"errors"
	"runtime/cgo"
	"unsafe"
)

type request struct {
	handle cgo.Handle
	done   func()
}

var errStart = errors.New("cannot start")

// Deferred deletes once more on the error path.
func Deferred(f func()) error {
	h := cgo.NewHandle(f)
	defer h.Delete() // step "deleted a second time when the function ends"
	if C.request_start(C.uintptr_t(h)) != 0 {
		h.Delete() // want "The deferred `h.Delete\\(\\)` panics" step "`h` is deleted"
		return errStart
	}
	return nil
}

// Late asks for the value behind the deletion.
func Late(h cgo.Handle) {
	h.Delete()           // step "`h` is deleted"
	h.Value().(func())() // want "`h.Value\\(\\)` panics"
}

// Both deletes on the error path and at the end.
func Both(f func()) error {
	var err error
	h := cgo.NewHandle(f)
	if C.request_start(C.uintptr_t(h)) != 0 {
		err = errStart
		h.Delete() // step "`h` is deleted"
	}
	h.Delete() // want "`h.Delete\\(\\)` panics: the handle is deleted before" step "deleted a second time"
	return err
}

// Close deletes the field, and asks it.
func (r *request) Close() {
	r.handle.Delete()
	if r.done = r.handle.Value().(func()); r.done != nil { // want "`r.handle.Value\\(\\)` panics"
		r.done()
	}
}

//export requestDone
func requestDone(userdata unsafe.Pointer) {
	h := *(*cgo.Handle)(userdata)
	h.Delete()
	f, _ := h.Value().(func()) // want "`h.Value\\(\\)` panics"
	f()
}

// Returned leaves behind the deletion.
func Returned(f func()) error {
	h := cgo.NewHandle(f)
	if C.request_start(C.uintptr_t(h)) != 0 {
		h.Delete() // ok: the function returns
		return errStart
	}
	C.request_wait(C.uintptr_t(h))
	h.Delete() // ok: the only one on this path
	return nil
}

// Again makes a new handle.
func Again(f func()) {
	h := cgo.NewHandle(f)
	C.request_wait(C.uintptr_t(h))
	h.Delete() // ok: another handle follows
	h = cgo.NewHandle(f)
	C.request_wait(C.uintptr_t(h))
	h.Delete() // ok: the second handle
}

// Each has its own in each round.
func Each(fs []func()) {
	for _, f := range fs {
		h := cgo.NewHandle(f)
		C.request_wait(C.uintptr_t(h))
		h.Delete() // ok: one in each round
	}
}

// All deletes what a slice holds.
func All(handles []cgo.Handle) {
	for _, h := range handles {
		h.Delete() // ok: one in each round
	}
}

// Reset sets the field anew.
func (r *request) Reset(f func()) {
	if r.handle != 0 {
		r.handle.Delete() // ok: set behind it
		r.handle = 0
	}
	r.handle = cgo.NewHandle(f)
	r.handle.Value().(func())()
}

// Restart may set the field in the method.
func (r *request) Restart() {
	r.handle.Delete() // ok: the method may set it
	r.Reset(r.done)
	r.handle.Value().(func())()
}

// Forget tells C the number, which is no more than a key.
func Forget(h cgo.Handle) {
	h.Value().(func())()
	h.Delete() // ok: only the number is used
	C.request_forget(C.uintptr_t(h))
}

// Flagged deletes where a condition says that it was not done.
func Flagged(f func(), started bool) {
	h := cgo.NewHandle(f)
	if !started {
		h.Delete() // ok: the other branch excludes this one
	}
	if started {
		h.Delete() // ok: the other branch excludes this one
	}
}
