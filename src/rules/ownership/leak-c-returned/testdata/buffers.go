package journal

/*
#include <stdlib.h>
#include <string.h>

typedef struct entry entry;
int entry_read(entry *e, char *buf, size_t size);
static void release(char *p) { free(p); }
*/
import "C"

import (
	"errors"
	"os"
	"unsafe"
)

var errRead = errors.New("cannot read")

type Entry struct {
	ptr *C.entry
	buf *C.char
}

const size = 512

// A buffer of its own that nobody frees.
func (e *Entry) Text() string {
	buf := (*C.char)(C.malloc(size)) // want "`buf` from `C.malloc` is never freed; `C.free` frees it"
	C.entry_read(e.ptr, buf, size)
	return C.GoString(buf)
}

func (e *Entry) Copy(data []byte) int {
	p := C.CBytes(data) // want "`p` from `C.CBytes` is never freed"
	return int(C.entry_read(e.ptr, (*C.char)(p), C.size_t(len(data))))
}

func duplicate(s *C.char) string {
	own := C.strdup(s) // want "`own` from `C.strdup` is never freed"
	return C.GoString(own)
}

// The second buffer takes the place of the first.
func (e *Entry) Twice() {
	buf := (*C.char)(C.malloc(size)) // want "`buf` from `C.malloc` is never freed"
	C.entry_read(e.ptr, buf, size)
	buf = nil // step "another value"
}

// Each round leaves one behind.
func (e *Entry) All(n int) (total int) {
	for i := 0; i < n; i++ {
		buf := (*C.char)(C.malloc(size)) // want "`buf` from `C.malloc` is never freed"
		total += int(C.entry_read(e.ptr, buf, size))
	}
	return total
}

// A local slice holds them, and goes with the function.
func (e *Entry) Many(n int) {
	bufs := make([]*C.char, n)
	for i := range bufs {
		bufs[i] = (*C.char)(C.malloc(size)) // want "an element of `bufs` from `C.malloc`|`bufs.*` from `C.malloc`"
	}
	C.entry_read(e.ptr, bufs[0], size)
}

// What the function of the package gives is the caller's.
func (e *Entry) buffer() *C.char {
	buf := (*C.char)(C.malloc(size)) // ok: the caller gets it
	C.entry_read(e.ptr, buf, size)
	return buf
}

func (e *Entry) First() byte {
	return byte(*newBuffer()) // want "`newBuffer` gives memory that nothing holds"
}

func (e *Entry) Second() string {
	p := newBuffer() // want "`p` from `newBuffer` is never freed; `C.free` frees it"
	return C.GoString(p)
}

func newBuffer() *C.char { // step "`newBuffer` returns what a C function gave to it"
	return (*C.char)(C.malloc(size)) // ok: the caller gets it
}

func (e *Entry) TextFreed() string {
	buf := (*C.char)(C.malloc(size)) // ok: the C function frees what it gets
	defer C.release(buf)
	C.entry_read(e.ptr, buf, size)
	return C.GoString(buf)
}

func (e *Entry) Fill() {
	e.buf = (*C.char)(C.malloc(size)) // ok: the object holds it, and outlives the call
	C.entry_read(e.ptr, e.buf, size)
}

func (e *Entry) ManyFreed(n int) {
	bufs := make([]*C.char, n)
	for i := range bufs {
		bufs[i] = (*C.char)(C.malloc(size)) // ok: a loop frees the elements
	}
	C.entry_read(e.ptr, bufs[0], size)
	for _, buf := range bufs {
		C.free(unsafe.Pointer(buf))
	}
}

func (e *Entry) Check() {
	buf := C.malloc(size) // ok: the process ends
	if C.entry_read(e.ptr, (*C.char)(buf), size) != 0 {
		os.Exit(1)
	}
	os.Exit(0)
}

func (e *Entry) Send(buffers chan<- *C.char) {
	buf := (*C.char)(C.malloc(size)) // ok: whoever receives it has it
	buffers <- buf
}

func (e *Entry) Later() {
	buf := (*C.char)(C.malloc(size)) // ok: a goroutine frees it
	go func() {
		C.entry_read(e.ptr, buf, size)
		C.free(unsafe.Pointer(buf))
	}()
}
