package views

/*
#include <stdlib.h>
#include <string.h>
*/
import "C"

import "unsafe"

type small struct {
	a, b int32
}

type large struct {
	a, b, c int32
	d       int64
}

// Array has three elements.
func Array() []uint64 {
	var values [3]uint64
	return unsafe.Slice(&values[0], 4) // want "`values` has 24 bytes here, and is seen as 4 of `uint64`, which takes 32" step "`values` has 24 bytes from here to its end" step "4 times 8 bytes are seen as `uint64`"
}

// Rest starts at the second one.
func Rest() []byte {
	var values [4]int32
	return unsafe.Slice((*byte)(unsafe.Pointer(&values[1])), 16) // want "`values` has 12 bytes here, and is seen as 16 of `byte`"
}

// Larger is a larger type.
func Larger(s small) int64 {
	return (*large)(unsafe.Pointer(&s)).d // want "`s` has 8 bytes here, and is seen as a `large`, which takes 24"
}

// Bytes has no capacity to give.
func Bytes(s string) []byte {
	return *(*[]byte)(unsafe.Pointer(&s)) // want "`s` is a string, and a slice is a word larger: its capacity is what lies behind the string"
}

// Table forgets the size of an element.
func Table(n int) []float64 {
	p := C.malloc(C.size_t(n))            // step "`C.size_t\\(n\\)` is a number of bytes"
	return unsafe.Slice((*float64)(p), n) // want "`C.malloc\\(C.size_t\\(n\\)\\)` allocates `n` bytes, and as many elements of `float64` take 8 times that"
}

// Copied does so with an array.
func Copied(values []*C.char) unsafe.Pointer {
	p := C.malloc(C.size_t(len(values)))
	copy((*[1 << 20]*C.char)(p)[:len(values):len(values)], values) // want "allocates `len\\(values\\)` bytes, and as many elements of `\\*C.char` take 8 times that"
	return p
}

// Fixed has a constant size.
func Fixed() []uint32 {
	return unsafe.Slice((*uint32)(C.malloc(8)), 4) // want "`C.malloc\\(8\\)` has 8 bytes here, and is seen as 4 of `uint32`, which takes 16"
}

// Made has as many as were made.
func Made() []uint32 {
	b := make([]byte, 16)
	return unsafe.Slice((*uint32)(unsafe.Pointer(&b[0])), 4) // ok: 16 bytes
}

// Exact has the size of the type.
func Exact(n int) []float64 {
	p := C.malloc(C.size_t(n) * 8)
	return unsafe.Slice((*float64)(p), n) // ok: 8 bytes each
}

// Chars have one byte each.
func Chars(n int) []byte {
	p := C.malloc(C.size_t(n))
	return unsafe.Slice((*byte)(p), n) // ok: a byte each
}

// Smaller is a part of it.
func Smaller(l large) int32 {
	return (*small)(unsafe.Pointer(&l)).a // ok: the beginning of it
}

// Text is a part of a slice's header.
func Text(b []byte) string {
	return *(*string)(unsafe.Pointer(&b)) // ok: the beginning of the header
}

// Field may be the beginning of more.
func Field(l *large) *small {
	return (*small)(unsafe.Pointer(&l.b))
}

// Grown has been made larger.
func Grown(n int) []float64 {
	n *= 8
	p := C.malloc(C.size_t(n))
	n /= 8
	return unsafe.Slice((*float64)(p), n) // ok: `n` has changed
}

// Open has a length of its own.
func Open(values [4]int32, n int) []int32 {
	return unsafe.Slice(&values[0], n) // ok: not constant
}
