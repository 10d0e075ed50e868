package store

/*
#include <stdlib.h>
#include "depot.h"
*/
import "C"

import "unsafe"

type Store struct {
	c    *C.depot
	keys []*C.char
}

// LookupAll holds all keys until the last one is looked up.
func (s *Store) LookupAll(keys []string) {
	for _, key := range keys { // step "each round of the loop defers one more call"
		ckey := C.CString(key)
		defer C.free(unsafe.Pointer(ckey)) // want "The deferred `C.free` frees `ckey` of every round only when the function ends"
		C.depot_lookup(s.c, ckey)
	}
}

// Count defers a function literal in each round.
func (s *Store) Count(keys []string) (total int) {
	for i := 0; i < len(keys); i++ {
		ckey := C.CString(keys[i])
		defer func() {
			C.free(unsafe.Pointer(ckey)) // want "frees `ckey` of every round only when the function ends"
		}()
		total += int(C.depot_count(s.c, ckey))
	}
	return total
}

// Serve never ends.
func (s *Store) Serve(requests <-chan string) {
	for {
		request := C.CString(<-requests)
		defer C.free(unsafe.Pointer(request)) // want "The deferred `C.free` frees `request` of every round only when the function ends, if it does"
		if C.depot_handle(s.c, request) != 0 {
			continue
		}
	}
}

// Bytes does so with C.CBytes, and in one of two branches.
func (s *Store) Bytes(blocks [][]byte) {
	for _, block := range blocks {
		if len(block) > 0 {
			cblock := C.CBytes(block)
			defer C.free(cblock) // want "frees `cblock` of every round"
			C.depot_block(s.c, cblock, C.size_t(len(block)))
		}
	}
}

// Exec needs all of them at once.
func (s *Store) Exec(args []string) {
	cargs := make([]*C.char, len(args)+1)
	for i, arg := range args {
		carg := C.CString(arg)
		defer C.free(unsafe.Pointer(carg)) // ok: the call behind the loop needs it
		cargs[i] = carg
	}
	C.depot_exec(s.c, &cargs[0])
}

// Append hands them to a function that may keep them.
func (s *Store) Append(args []string) {
	for _, arg := range args {
		carg := C.CString(arg)
		defer C.free(unsafe.Pointer(carg)) // ok: the list may keep it
		C.list_append(s.c, carg)
	}
	C.depot_run(s.c)
}

// First returns from the first round that finds something.
func (s *Store) First(keys []string) int {
	for _, key := range keys {
		if key == "" {
			continue
		}
		ckey := C.CString(key)
		defer C.free(unsafe.Pointer(ckey)) // ok: this round is the last
		return int(C.depot_count(s.c, ckey))
	}
	return 0
}

// Thrice has three rounds.
func (s *Store) Thrice(key string) {
	for i := 0; i < 3; i++ {
		ckey := C.CString(key)
		defer C.free(unsafe.Pointer(ckey)) // ok: three are few
		C.depot_lookup(s.c, ckey)
	}
}

// Both goes over two names.
func (s *Store) Both() {
	for _, name := range []string{"left", "right"} {
		cname := C.CString(name)
		defer C.free(unsafe.Pointer(cname)) // ok: two are few
		C.depot_lookup(s.c, cname)
	}
}

// Each has a function for each round.
func (s *Store) Each(keys []string) {
	for _, key := range keys {
		func() {
			ckey := C.CString(key)
			defer C.free(unsafe.Pointer(ckey))
			C.depot_lookup(s.c, ckey)
		}()
	}
}

// Keep stores them.
func (s *Store) Keep(keys []string) {
	for _, key := range keys {
		ckey := C.CString(key)
		defer C.free(unsafe.Pointer(ckey)) // ok: a field holds it, whatever that is good for
		s.keys = append(s.keys, ckey)
	}
}

// Open makes objects that may hold their names.
func (s *Store) Open(names []string) []*C.shelf {
	shelves := make([]*C.shelf, len(names))
	for i, name := range names {
		cname := C.CString(name)
		defer C.free(unsafe.Pointer(cname)) // ok: the object may hold it
		shelves[i] = C.shelf_new(cname)
	}
	return shelves
}

// Models frees what C has put into an array, all of it before the loop.
func Models(models []*C.char) (names []string) {
	for i := range models {
		model := models[i]
		defer C.free(unsafe.Pointer(model)) // ok: the loop makes no memory
		names = append(names, C.GoString(model))
	}
	return names
}

type list struct {
	node *C.node
}

func (l list) data() unsafe.Pointer {
	return unsafe.Pointer(l.node.data)
}

// Files frees what a method reads out of an object.
func Files(files []list) (names []string) {
	for _, file := range files {
		name := (*C.char)(file.data())
		defer C.free(unsafe.Pointer(name)) // ok: the method makes nothing
		names = append(names, C.GoString(name))
	}
	return names
}

// Single takes one key, as a slice.
func (s *Store) Single(keys []string) int {
	if len(keys) != 1 {
		return 0
	}
	total := 0
	for _, key := range keys {
		ckey := C.CString(key)
		defer C.free(unsafe.Pointer(ckey)) // ok: there is one key
		total += int(C.depot_count(s.c, ckey))
	}
	return total
}
