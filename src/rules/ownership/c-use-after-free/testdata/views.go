package sensor

/*
#include <stdlib.h>
*/
import "C"

import (
	"log"
	"unsafe"
)

// Sum goes over the samples behind the free.
func Sum(n int) int {
	p := C.malloc(C.size_t(n))
	C.free(p) // step "free"
	sum := 0
	for _, b := range unsafe.Slice((*byte)(p), n) { // want "`p`.*after.*a loop over it"
		sum += int(b)
	}
	return sum
}

// SumBefore goes over them while they are there.
func SumBefore(n int) int {
	p := C.malloc(C.size_t(n))
	sum := 0
	for _, b := range unsafe.Slice((*byte)(p), n) {
		sum += int(b)
	}
	C.free(p) // ok: the loop is over
	return sum
}

// Count needs no more than the length.
func Count(n int) int {
	p := C.malloc(C.size_t(n))
	C.free(p) // ok: no element is read behind it
	count := 0
	for i := range unsafe.Slice((*byte)(p), n) {
		count += i
	}
	return count
}

// Text copies what was freed.
func Text(n int) string {
	p := C.malloc(C.size_t(n))
	C.free(p)                                  // step "free"
	return string(unsafe.Slice((*byte)(p), n)) // want "`p`.*after.*a copy of it"
}

// TextBefore keeps the copy.
func TextBefore(n int) string {
	p := C.malloc(C.size_t(n))
	text := string(unsafe.Slice((*byte)(p), n))
	C.free(p) // ok: what is used behind it is a copy of Go
	log.Print(text)
	return text
}

// Log prints what was freed.
func Log(n int) {
	p := C.malloc(C.size_t(n))
	C.free(p)                              // step "free"
	log.Print(unsafe.Slice((*byte)(p), n)) // want "`p`.*after.*`log.Print`"
}

// LogAddress prints a number.
func LogAddress(n int) {
	p := C.malloc(C.size_t(n))
	addr := uintptr(p)
	C.free(p) // ok: the number is printed, the memory not read
	log.Printf("%#x is free", addr)
}

// Append copies the elements of what was freed.
func Append(data []byte, n int) []byte {
	p := C.malloc(C.size_t(n))
	C.free(p)                                           // step "free"
	return append(data, unsafe.Slice((*byte)(p), n)...) // want "`p`.*after.*a copy of it"
}
