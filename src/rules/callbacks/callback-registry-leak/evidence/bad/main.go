// The number is removed from another registry than the one that gave it.
package main

/*
#include <stdint.h>

extern void goProgress(uintptr_t id, int percent);

static void resize(uintptr_t id) { goProgress(id, 100); }
*/
import "C"

import (
	"fmt"
	"os"
	"sync"
)

type registry struct {
	mu     sync.Mutex
	calls  map[uintptr]func(int)
	lastID uintptr
}

func newRegistry() *registry { return &registry{calls: map[uintptr]func(int){}} }

func (r *registry) add(fn func(int)) uintptr {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lastID++
	r.calls[r.lastID] = fn
	return r.lastID
}

func (r *registry) remove(id uintptr) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.calls, id)
}

func (r *registry) lookup(id uintptr) func(int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.calls[id]
}

var (
	resizeCalls  = newRegistry()
	flattenCalls = newRegistry()
)

//export goProgress
func goProgress(id C.uintptr_t, percent C.int) {
	resizeCalls.lookup(uintptr(id))(int(percent))
}

func resize(progress func(int)) {
	id := resizeCalls.add(progress)
	defer flattenCalls.remove(id)
	C.resize(C.uintptr_t(id))
}

func main() {
	_ = flattenCalls
	for i := 0; i < 3; i++ {
		resize(func(int) {})
	}
	if n := len(resizeCalls.calls); n != 0 {
		fmt.Println("still registered:", n)
		os.Exit(1)
	}
}
