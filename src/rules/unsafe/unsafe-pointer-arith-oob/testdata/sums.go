package sums

// #include <stdlib.h>
import "C"

import "unsafe"

type pair struct {
	a, b uint64
}

const header = 24

// Third reads behind an array.
func Third() uint64 {
	var values [2]uint64
	return *(*uint64)(unsafe.Add(unsafe.Pointer(&values[0]), 16)) // want "16 bytes further is the end of `values`, which has 16 from here" step "`values` has 16 bytes from here to its end"
}

// Field is behind the struct.
func Field(p pair) unsafe.Pointer {
	return unsafe.Pointer(uintptr(unsafe.Pointer(&p)) + header) // want "24 bytes further is behind the end of `p`, which has 16 from here"
}

// Payload is behind what was made.
func Payload() *uint32 {
	b := make([]byte, 16)
	p := unsafe.Pointer(&b[4])
	return (*uint32)(unsafe.Add(p, 4*unsafe.Sizeof(uint32(0)))) // want "16 bytes further is behind the end of `b`, which has 12 from here"
}

// Foreign is behind memory of C.
func Foreign() unsafe.Pointer {
	return unsafe.Add(C.malloc(8), 12) // want "12 bytes further is behind the end of `C.malloc\\(8\\)`, which has 8 from here"
}

// Second is the second word.
func Second(p pair) uint64 {
	return *(*uint64)(unsafe.Add(unsafe.Pointer(&p), 8)) // ok: the second of two words
}

// End is there to be compared with.
func End() int {
	var values [2]uint64
	n := 0
	end := unsafe.Add(unsafe.Pointer(&values[0]), 16) // ok: only compared
	for p := unsafe.Pointer(&values[0]); p != end; p = unsafe.Add(p, 8) {
		n++
	}
	return n
}

// Open is a pointer that somebody else gives.
func Open(p unsafe.Pointer) uint64 {
	return *(*uint64)(unsafe.Add(p, 64)) // ok: nothing is known of it
}

// Inside may go on to the other fields.
func Inside(p *pair) uint64 {
	return *(*uint64)(unsafe.Add(unsafe.Pointer(&p.a), 8)) // ok: the next field
}

// Room has more than its length.
func Room() *byte {
	b := make([]byte, 8, 64)
	return (*byte)(unsafe.Add(unsafe.Pointer(&b[0]), 32)) // ok: the capacity
}
