// Maps keyed by C pointers: delete the key before the memory is freed
//
// A map compares such a key by its address and never looks behind it. When the memory is freed and the allocator gives
// the same address to another object, that object finds the entry of the dead one. No tool reports it: nothing that
// was freed is read. A `uintptr` as the key has the same trouble.
//
// So the key lives as long as the memory, and one place ends both: the entry is deleted first, the memory is freed
// after it, under one lock with the look-ups. Nothing else may free such an object. Where C frees it on its own,
// the entry goes in the callback by which C tells so; where C does not tell, use a number that is never used again,
// as `cgo.Handle` is, and keep that with the object.
package main

/*
#include <stdlib.h>

typedef struct { int id; } node;

static node *node_new(int id) {
	node *n = malloc(sizeof *n);
	if (n != NULL) n->id = id;
	return n;
}

static void node_free(node *n) { free(n); }
*/
import "C"

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"sync"
)

// snippet:start
type Registry struct {
	mu    sync.Mutex
	names map[*C.node]string
}

func (r *Registry) New(id int, name string) (*C.node, error) {
	n := C.node_new(C.int(id))
	if n == nil {
		return nil, errors.New("node_new: out of memory")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.names[n] = name
	return n, nil
}

func (r *Registry) Name(n *C.node) (string, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	name, ok := r.names[n]
	return name, ok
}

// Free is the only place that frees a node.
func (r *Registry) Free(n *C.node) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.names[n]; !ok {
		return // freed before, or not one of ours
	}
	delete(r.names, n)
	C.node_free(n)
}

// snippet:end

func main() {
	r := &Registry{names: map[*C.node]string{}}
	n, err := r.New(1, "first")
	check(err == nil, "New")
	name, ok := r.Name(n)
	check(ok && name == "first", "Name")
	r.Free(n)
	_, ok = r.Name(n)
	check(!ok, "Name after Free")

	// Another object, made by someone else, seldom with an address of its own.
	other := C.node_new(2)
	_, ok = r.Name(other)
	check(!ok, "an object at an old address has no name")
	C.node_free(other)
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}

func check(ok bool, what string) {
	if !ok {
		fmt.Println("wrong:", what)
		os.Exit(1)
	}
}
