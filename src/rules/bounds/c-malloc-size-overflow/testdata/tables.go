package tables

/*
#include <stdlib.h>
#include <stdint.h>
typedef struct { double x, y; } point;
static int count(void);
*/
import "C"

import (
	"errors"
	"unsafe"
)

type grid struct {
	width, height int32
}

// Doubles multiplies in C.uint.
func Doubles(n C.uint) *C.double {
	return (*C.double)(C.malloc(C.size_t(n * 8))) // want "`n \\* 8` is computed as a `C.uint` and overflows at 4294967296: `C.malloc` then gets another size than is used"
}

// Pixels multiplies fields.
func (g *grid) Pixels() unsafe.Pointer {
	return C.malloc(C.size_t(g.width * g.height)) // want "`g.width \\* g.height` is computed as a `int32` and overflows at 2147483648"
}

// Grow has a variable between.
func Grow(p unsafe.Pointer) unsafe.Pointer {
	size := C.count() * 16 // want "`C.count\\(\\) \\* 16` is computed as a `C.int`"
	return C.realloc(p, C.size_t(size))
}

// Padded adds to it.
func Padded(rows, columns uint32) unsafe.Pointer {
	return C.malloc(C.size_t(rows*columns + 1)) // want "`rows\\*columns` is computed as a `uint32`"
}

// Widened converts first.
func Widened(n C.uint) unsafe.Pointer {
	return C.malloc(C.size_t(n) * 8) // ok: computed as a size_t
}

// Ints multiplies in int.
func Ints(values []float64) unsafe.Pointer {
	return C.malloc(C.size_t(len(values) * 8)) // ok: int has 64 bits
}

// Sized has a size as a factor.
func Sized(n int) unsafe.Pointer {
	return C.malloc(C.size_t(n) * C.sizeof_point) // ok: computed as a size_t
}

// Short has factors of 16 bits.
func Short(width, height uint16) unsafe.Pointer {
	return C.malloc(C.size_t(uint32(width) * uint32(height))) // ok: the product of 16 bits fits
}

// Limited has a limit.
func Limited(n C.int) (unsafe.Pointer, error) {
	if n < 0 || n > 1<<20 {
		return nil, errors.New("too many")
	}
	return C.malloc(C.size_t(n * 8)), nil // ok: n is compared with a limit
}

// Counted leaves it to C.
func Counted(n C.uint) unsafe.Pointer {
	return C.calloc(C.size_t(n), 8)
}
