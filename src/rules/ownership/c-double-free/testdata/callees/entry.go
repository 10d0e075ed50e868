package entry

/*
#include <stdlib.h>
#include "entry.h"

static int name_length(const char *name) {
	int n = 0;
	while (name[n])
		n++;
	return n;
}
*/
import "C"

import "unsafe"

type Entry struct {
	ptr *C.entry
}

// The helper of another file frees, and so does the defer.
func measure(name string) C.int {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname)) // step "deferred `C.free`"
	n := C.name_length(cname)
	if n == 0 {
		release(cname) // want "`cname` is freed twice, by `C.free` and by `release`"
	}
	return n
}

func measureTwice(name string) C.int {
	cname := C.CString(name)
	n := C.name_length(cname)
	release(cname) // step "freed"
	release(cname) // want "`cname` is freed twice, by `release`"
	return n
}

// entry_free, in entry.c, frees its parameter.
func size(name string) C.int {
	e := C.entry_new(C.CString(name))
	defer C.entry_free(e)
	n := C.entry_size(e)
	if n == 0 {
		C.entry_free(e) // want "`e` is freed twice, by `C.entry_free`"
		return 0
	}
	return n
}

func closure(name string) C.int {
	cname := C.CString(name)
	done := func() { C.free(unsafe.Pointer(cname)) }
	defer done()
	n := C.name_length(cname)
	if n == 0 {
		C.free(unsafe.Pointer(cname)) // want "`cname`.*twice"
	}
	return n
}

func measureOnce(name string) C.int {
	cname := C.CString(name)
	defer release(cname) // ok: the only free
	return C.name_length(cname)
}

func sizeOnce(name string) C.int {
	e := C.entry_new(C.CString(name))
	C.entry_clear(e) // ok: frees a field and clears it
	n := C.entry_size(e)
	C.entry_free(e)
	return n
}

func all(names []string) {
	cnames := make([]*C.char, len(names))
	for i, name := range names {
		cnames[i] = C.CString(name)
	}
	releaseAll(cnames) // ok: the only free
}

func throughAddress(name string) {
	cname := C.CString(name)
	clear(&cname)
	C.free(unsafe.Pointer(cname)) // ok: clear has set it to nil
}

func nameAndEntry(name string) {
	e := (*C.entry)(C.calloc(1, C.sizeof_entry))
	e.name = C.CString(name)
	C.free(unsafe.Pointer(e.name))
	C.free(unsafe.Pointer(e)) // ok: the struct, not its field
}

func (e *Entry) Close() {
	if e.ptr != nil {
		C.entry_free(e.ptr) // ok: cleared below
		e.ptr = nil
	}
}

func closeBoth(a, b *Entry) {
	C.entry_free(a.ptr)
	a.ptr = nil
	C.entry_free(b.ptr) // ok: another object's pointer
	b.ptr = nil
}

func goroutines(names []string) {
	for _, name := range names {
		cname := C.CString(name)
		go func() {
			C.name_length(cname)
			C.free(unsafe.Pointer(cname)) // ok: one goroutine for each string
		}()
	}
}
