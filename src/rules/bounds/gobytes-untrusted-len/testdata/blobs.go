package blobs

/*
#include <stdint.h>
#include <stddef.h>

typedef struct { const char *data; size_t size; } lib_buf;
typedef uint64_t lib_len;

const void *lib_blob(size_t *size);
lib_len lib_length(void);
const void *lib_small(int *size);
*/
import "C"

import (
	"errors"
	"math"
	"unsafe"
)

func blob() []byte {
	var size C.size_t
	data := C.lib_blob(&size)
	return C.GoBytes(unsafe.Pointer(data), C.int(size)) // want "`size` is a `C.size_t`, and `C.GoBytes` takes a `C.int`"
}

func (b *buffer) text() string {
	return C.GoStringN(b.c.data, C.int(b.c.size)) // want "`b.c.size` is a `C.size_t`, and `C.GoStringN`"
}

func typedef(data unsafe.Pointer) []byte {
	n := int(C.lib_length())
	return C.GoBytes(data, C.int(n)) // want "`C.lib_length\\(\\)` is a `C.lib_len`"
}

// The sender says how long it is.
func message(header *frame, data unsafe.Pointer) []byte {
	n := header.length
	return C.GoBytes(data, C.int(n)) // want "`header.length` is a `uint64`"
}

type frame struct{ length uint64 }

type buffer struct{ c *C.lib_buf }

func small() []byte {
	var size C.int
	data := C.lib_small(&size)
	return C.GoBytes(unsafe.Pointer(data), size) // ok: it is a C.int from the start
}

func limited() ([]byte, error) {
	var size C.size_t
	data := C.lib_blob(&size)
	if size > math.MaxInt32 {
		return nil, errors.New("too large")
	}
	return C.GoBytes(unsafe.Pointer(data), C.int(size)), nil // ok: what is too large is refused
}

func digest(data unsafe.Pointer) []byte {
	const size = 32
	return C.GoBytes(data, C.int(size)) // ok: a constant
}

func counted(data unsafe.Pointer, n int) []byte {
	return C.GoBytes(data, C.int(n)) // ok: an int is what the caller has
}
