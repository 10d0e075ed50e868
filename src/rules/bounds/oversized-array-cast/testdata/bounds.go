package store

/*
#include <stdlib.h>
#include <stdint.h>
typedef struct { char *data; size_t len; } buf_t;
static buf_t next(void);
static char **names(int *n);
*/
import "C"

import (
	"errors"
	"unsafe"
)

const maxLen = 1 << 20

// The C string is allocated in the C heap using malloc.
func cByteSlice(b []byte) *C.char {
	var c *C.char
	if len(b) > 0 {
		cData := C.malloc(C.size_t(len(b)))
		copy((*[1 << 24]byte)(cData)[0:len(b)], b) // want "Slicing `\\(\\*\\[1 << 24\\]byte\\)\\(cData\\)` panics where `b` has more than 16777216 elements"
		c = (*C.char)(cData)
	}
	return c
}

// Text copies what C lends.
func Text(ptr *C.char, length C.int) string {
	return string(((*[maxLen]byte)(unsafe.Pointer(ptr)))[:length:length]) // want "Slicing `\\(\\*\\[maxLen\\]byte\\)\\(unsafe.Pointer\\(ptr\\)\\)` panics where `length` is above 1048576, and nothing here bounds it"
}

func Put(values []float64) *C.double {
	n := len(values)
	p := (*C.double)(C.malloc(C.size_t(n) * 8))
	dst := (*[1 << 16]float64)(unsafe.Pointer(p))[:len(values):len(values)] // want "Slicing `.*` panics where `values` has more than 65536 elements"
	copy(dst, values)
	return p
}

// Checked refuses what is too long.
func Checked(b []byte) (unsafe.Pointer, error) {
	if len(b) > 1<<24 {
		return nil, errors.New("too long")
	}
	p := C.malloc(C.size_t(len(b)))
	copy((*[1 << 24]byte)(p)[:len(b):len(b)], b) // ok: the length was compared with the limit
	return p, nil
}

// Names are never that many.
func Names() []string {
	var n C.int
	list := C.names(&n)
	var found []string
	for _, name := range (*[1 << 20]*C.char)(unsafe.Pointer(list))[:n:n] { // ok: a million names are not expected
		found = append(found, C.GoString(name))
	}
	return found
}

// Header has a fixed size.
func Header(p unsafe.Pointer) []byte {
	return (*[64]byte)(p)[:] // ok: an array as large as the memory
}

// Short can be no longer than its type.
func Short(p unsafe.Pointer, n uint16) string {
	return string((*[1 << 16]byte)(p)[:n:n]) // ok: 16 bits hold no more
}

// Large is bounded by the address space.
func Large(p unsafe.Pointer, n int) string {
	return string((*[1 << 30]byte)(p)[:n:n]) // ok: 1 GiB
}

// At takes single elements.
func At(p unsafe.Pointer, i int) byte {
	return (*[1 << 20]byte)(p)[i] // ok: single elements
}

// Copied goes through a variable.
func Copied(p unsafe.Pointer, data []byte) {
	all := (*[1 << 20]byte)(p)
	copy(all[:len(data)], data) // want "Slicing `\\(\\*\\[1 << 20\\]byte\\)\\(p\\)` panics where `data` has more than 1048576 elements"
	all[0] = 1
}
