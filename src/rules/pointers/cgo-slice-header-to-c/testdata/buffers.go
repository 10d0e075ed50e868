package grocksdb

/*
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static size_t put(const char *key, size_t len, const void *value, size_t vlen) {
	(void)key;
	(void)value;
	return len + vlen;
}

static void get(void *out, size_t len) { memset(out, 7, len); }

static void columns(const int32_t *ids, size_t n) {
	(void)ids;
	(void)n;
}
*/
import "C"

import "unsafe"

type payload []byte

type writer struct {
	buf   []byte
	count int
}

// Get lets C write over the slice's pointer, length and capacity.
func Get(n int) []byte {
	buf := make([]byte, n)
	C.get(unsafe.Pointer(&buf), C.size_t(n)) // want "`C.get` is given the address of the slice header of `buf`"
	return buf
}

// Put takes the address of a parameter, under a cast to the pointer type that C asks for.
func Put(key, value []byte) int {
	n := C.put(
		(*C.char)(unsafe.Pointer(&key)), // want "`C.put` is given the address of the slice header of `key`"
		C.size_t(len(key)),
		unsafe.Pointer(&value), // want "`C.put` is given the address of the slice header of `value`"
		C.size_t(len(value)),
	)
	return int(n)
}

// Columns casts the address of a slice of numbers: the checks of the runtime see no pointer type.
func Columns(ids []int32) {
	C.columns((*C.int32_t)(unsafe.Pointer(&ids)), C.size_t(len(ids))) // want "slice header of `ids`"
}

// Declared is a variable with a declared type.
func Declared() {
	var ids []int32
	ids = append(ids, 1, 2)
	C.columns((*C.int32_t)(unsafe.Pointer(&ids)), C.size_t(len(ids))) // want "slice header of `ids`"
}

// Literal is a variable with the type of its literal.
func Literal() {
	ids := []int32{1, 2, 3}
	C.columns((*C.int32_t)(unsafe.Pointer(&ids)), 3) // want "slice header of `ids`"
}

// Fill passes the receiver, whose type is a slice.
func (p payload) Fill() {
	C.get(unsafe.Pointer(&p), C.size_t(len(p))) // want "slice header of `p`"
}

// Flush passes a field that is a slice.
func (w *writer) Flush() {
	C.get(unsafe.Pointer(&w.buf), C.size_t(len(w.buf))) // want "slice header of `w.buf`"

	C.get(unsafe.Pointer(&w.count), C.size_t(unsafe.Sizeof(w.count))) // ok: an int
}
