package sdl

/*
#include <stdint.h>
#include <stdbool.h>
static void size(int *w, int *h);
static int flag(int *out);
*/
import "C"

import "unsafe"

// Flag has one byte for an int.
func Flag() bool {
	var out bool
	C.flag((*C.int)(unsafe.Pointer(&out))) // want "C sees `out` as a `C.int` of 4 bytes, and `bool` has 1: what C stores runs over into the memory behind it"
	return out
}

// Count has half of what C stores.
func Count() uint32 {
	var n uint32
	C.count((*C.size_t)(unsafe.Pointer(&n))) // want "C sees `n` as a `C.size_t` of 8 bytes, and `uint32` has 4"
	return n
}

// Status asks for a sign that is not there.
func Status() bool {
	var status int
	C.flag((*C.int)(unsafe.Pointer(&status))) // want "`status < 0` does not see what C stores: `C.int` is narrower than `int`" step "C sets the first bytes of `status`"
	if status < 0 {                           // step "all of it is compared here"
		return false
	}
	return true
}

// Size is never negative.
func Size() (w, h int) {
	C.size((*C.int)(unsafe.Pointer(&w)), (*C.int)(unsafe.Pointer(&h))) // ok: the lower halves are set
	return w, h
}

// Long is wide enough on most systems.
func Long(values []int64) {
	C.longs((*C.long)(unsafe.Pointer(&values[0])), C.int(len(values))) // want "Is this built on Windows\\? There `C.long` has 4 bytes and `int64` 8, and C sees `values` wrongly"
}

// Wide stores 8 bytes.
func Wide() int {
	var n int
	C.wide((*C.int64_t)(unsafe.Pointer(&n))) // want "Is this built on 32-bit systems\\? There `C.int64_t` has 8 bytes and `int` 4"
	return n
}

// Exact has the widths of C.
func Exact() (int, int) {
	var w, h int32
	var n C.int
	C.size((*C.int)(unsafe.Pointer(&w)), (*C.int)(unsafe.Pointer(&h))) // ok: int32 is as wide
	C.flag((*C.int)(unsafe.Pointer(&n)))
	return int(w), int(h)
}

// Mask is unsigned.
func Mask() uint64 {
	var mask uint64
	C.mask((*C.uint)(unsafe.Pointer(&mask))) // ok: the upper half stays 0
	return mask
}

type pair struct {
	low, high uint32
}

// Pair is seen as a whole.
func Pair() uint32 {
	var p pair
	C.both((*C.uint64_t)(unsafe.Pointer(&p.low)))
	return p.high
}

// Text reads in Go.
func Text(value [8]byte) int {
	return int(*(*C.int)(unsafe.Pointer(&value[0])))
}

// Float has the same width.
func Float() float64 {
	var bits uint64
	C.bits((*C.double)(unsafe.Pointer(&bits))) // ok: 8 bytes each
	return float64(bits)
}
