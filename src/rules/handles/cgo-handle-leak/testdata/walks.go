package walks

/*
#include <stdint.h>

int lib_open(const char *name);
int lib_walk(uintptr_t h);
int lib_watch(uintptr_t h);
*/
import "C"

import (
	"errors"
	"runtime/cgo"
)

var errLib = errors.New("library error")

// Watch is a registration.
type Watch struct{ handle cgo.Handle }

// Walk forgets the handle where nothing was opened.
func Walk(visit func(int)) error {
	h := cgo.NewHandle(visit) // want "The handle is not deleted on a path that leaves the function, and nobody else has it"
	if C.lib_open(nil) != 0 {
		return errLib // step "the function ends, and nobody has the handle"
	}
	C.lib_walk(C.uintptr_t(h))
	h.Delete()
	return nil
}

// Peek only looks at the value.
func Peek(visit func(int)) {
	h := cgo.NewHandle(visit) // want "The handle is not deleted on a path"
	h.Value().(func(int))(0)
}

// NewWatch forgets it where C refuses.
func NewWatch(fn func()) (*Watch, error) {
	h := cgo.NewHandle(fn) // want "Is the handle deleted where `C.lib_watch` fails\\? The function returns an error and leaves it"
	if rc := C.lib_watch(C.uintptr_t(h)); rc != 0 {
		return nil, errLib // step "returns an error, without deleting the handle"
	}
	return &Watch{handle: h}, nil
}

// NewChecked does not.
func NewChecked(fn func()) (*Watch, error) {
	h := cgo.NewHandle(fn) // ok: deleted where C refuses
	if rc := C.lib_watch(C.uintptr_t(h)); rc != 0 {
		h.Delete()
		return nil, errLib
	}
	return &Watch{handle: h}, nil
}

// Close ends a watch.
func (w *Watch) Close() { w.handle.Delete() }

// Deferred deletes at the end.
func Deferred(visit func(int)) error {
	h := cgo.NewHandle(visit) // ok: deleted as the function ends
	defer h.Delete()
	if C.lib_walk(C.uintptr_t(h)) != 0 {
		return errLib
	}
	return nil
}

// Handle gives the handle to its caller.
func Handle(v any) cgo.Handle {
	h := cgo.NewHandle(v) // ok: returned
	return h
}

// Kept is deleted by the literal.
func Kept(v any) func() {
	h := cgo.NewHandle(v) // ok: the literal deletes it
	return func() { h.Delete() }
}

// Once gives it to C, which calls back once.
func Once(fn func()) {
	C.lib_watch(C.uintptr_t(cgo.NewHandle(fn))) // ok: the callback deletes it
}

//export walksDone
func walksDone(h C.uintptr_t) {
	handle := cgo.Handle(h)
	handle.Value().(func())()
	handle.Delete()
}
