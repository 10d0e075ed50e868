package images

/*
#include <stdint.h>

int lib_resize(void *image, uintptr_t id);
int lib_watch(void *image, uintptr_t id);
int lib_hook(uintptr_t id);
*/
import "C"

import (
	"errors"
	"sync"
	"unsafe"
)

var errLib = errors.New("library error")

type tracker struct {
	mu     sync.Mutex
	calls  map[uintptr]any
	lastID uintptr
}

func newTracker() *tracker { return &tracker{calls: map[uintptr]any{}} }

// Add is called once a registration.
func (t *tracker) Add(v any) uintptr {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lastID++
	t.calls[t.lastID] = v
	return t.lastID
}

// Remove forgets a registration.
func (t *tracker) Remove(id uintptr) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.calls, id)
}

// Lookup gives a registration.
func (t *tracker) Lookup(id uintptr) any {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.calls[id]
}

var (
	resizes  = newTracker()
	flattens = newTracker()
	watches  = newTracker()
	copies   = newTracker()
)

// Resize removes from another registry.
func Resize(image unsafe.Pointer, cb func(int)) error {
	id := resizes.Add(cb)     // step "`resizes` gives `id`"
	defer flattens.Remove(id) // want "`id` is a number of `resizes`, and is removed from `flattens`: the entry stays, and another one may be removed"
	if C.lib_resize(image, C.uintptr_t(id)) != 0 {
		return errLib
	}
	return nil
}

// Flatten removes what it has added.
func Flatten(image unsafe.Pointer, cb func(int)) error {
	id := flattens.Add(cb) // ok: removed as the function ends
	defer flattens.Remove(id)
	if C.lib_resize(image, C.uintptr_t(id)) != 0 {
		return errLib
	}
	return nil
}

// Watch is one.
type Watch struct{ id uintptr }

// NewWatch leaves the entry where C refuses.
func NewWatch(image unsafe.Pointer, cb func()) (*Watch, error) {
	w := &Watch{id: watches.Add(cb)} // want "Is the entry in `watches` meant to stay where this returns an error\\? Nothing removes it on the way, as `NewChecked` does"
	if C.lib_watch(image, C.uintptr_t(w.id)) != 0 {
		return nil, errLib // step "returns an error, with the entry still there"
	}
	return w, nil
}

// Close ends it.
func (w *Watch) Close() { watches.Remove(w.id) }

// NewChecked removes the entry where C refuses.
func NewChecked(image unsafe.Pointer, cb func()) (*Watch, error) {
	id := watches.Add(cb) // ok: removed on the way
	if C.lib_watch(image, C.uintptr_t(id)) != 0 {
		watches.Remove(id)
		return nil, errLib
	}
	return &Watch{id: id}, nil
}

// Copy never removes.
func Copy(image unsafe.Pointer, cb func(int)) {
	id := copies.Add(cb) // want "Is an entry of `copies` meant to stay for good\\? Nothing in the package removes from it, as `(Resize|Flatten)` does from `flattens`"
	C.lib_resize(image, C.uintptr_t(id))
}

//export imagesProgress
func imagesProgress(id C.uintptr_t, percent C.int) {
	for _, t := range []any{resizes.Lookup(uintptr(id)), flattens.Lookup(uintptr(id)), copies.Lookup(uintptr(id))} {
		t.(func(int))(int(percent))
	}
}

//export imagesWatch
func imagesWatch(id C.uintptr_t) { watches.Lookup(uintptr(id)).(func())() }

var (
	hookMu   sync.Mutex
	hooks    = map[uintptr]func(){}
	lastHook uintptr
)

// Hook registers a function, and there is no way back.
func Hook(fn func()) {
	hookMu.Lock()
	lastHook++
	id := lastHook
	hooks[id] = fn // want "Is an entry of `hooks` meant to stay for good\\? Each entry has a number of its own, and nothing in the package deletes one"
	hookMu.Unlock()
	C.lib_hook(C.uintptr_t(id))
}

//export imagesHook
func imagesHook(id C.uintptr_t) {
	hookMu.Lock()
	fn := hooks[uintptr(id)]
	hookMu.Unlock()
	fn()
}

var jobs = map[uintptr]func(){}

var lastJob uintptr

func registerJob(fn func()) uintptr {
	hookMu.Lock()
	defer hookMu.Unlock()
	lastJob++
	jobs[lastJob] = fn
	return lastJob
}

func unregisterJob(id uintptr) {
	hookMu.Lock()
	defer hookMu.Unlock()
	delete(jobs, id)
}

// Start leaves the job where C refuses.
func Start(fn func()) (uintptr, error) {
	id := registerJob(fn) // want "Is the entry in `jobs` meant to stay where this returns an error"
	if rc := C.lib_hook(C.uintptr_t(id)); rc != 0 {
		return 0, errLib
	}
	return id, nil
}

// StartChecked does not.
func StartChecked(fn func()) (uintptr, error) {
	id := registerJob(fn) // ok: removed on the way
	if rc := C.lib_hook(C.uintptr_t(id)); rc != 0 {
		unregisterJob(id)
		return 0, errLib
	}
	return id, nil
}

// Stop ends a job.
func Stop(id uintptr) { unregisterJob(id) }

//export imagesJob
func imagesJob(id C.uintptr_t) {
	hookMu.Lock()
	fn := jobs[uintptr(id)]
	hookMu.Unlock()
	fn()
}

var named = map[string]func(){}

// Name registers by a name that may come again.
func Name(name string, fn func()) {
	hookMu.Lock()
	named[name] = fn
	hookMu.Unlock()
}
