package libvirt

/*
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
	char *data;
	int len;
} string_view;

static void fill(void *out, size_t len) { memset(out, 0, len); }
static void view(string_view *v) { v->len = 0; }
static void lookup_uuid(unsigned char *uuid) { uuid[0] = 1; }
static void names(char **out, int n) {
	(void)out;
	(void)n;
}
static size_t length(_GoString_ s) { return _GoStringLen(s); }
*/
import "C"

import (
	"fmt"
	"reflect"
	"unsafe"
)

type digest [20]byte

type event struct {
	id   int32
	kind uint8
}

func describe(p unsafe.Pointer, n uintptr) string { return fmt.Sprint(p != nil, n) }

// Array passes arrays, which are their elements.
func Array() digest {
	var sum digest
	var uuid [16]byte
	C.fill(unsafe.Pointer(&sum), C.size_t(len(sum))) // ok: an array type
	C.lookup_uuid((*C.uchar)(unsafe.Pointer(&uuid))) // ok: an array
	C.fill(unsafe.Pointer(&[4]uint32{}), 16)         // ok: an array literal
	return sum
}

// Values passes plain values.
func Values() int {
	var ev event
	count := 0
	var flags C.uint32_t
	raw := uint64(7)
	C.fill(unsafe.Pointer(&ev), C.size_t(unsafe.Sizeof(ev)))       // ok: a struct
	C.fill(unsafe.Pointer(&count), C.size_t(unsafe.Sizeof(count))) // ok: an int
	C.fill(unsafe.Pointer(&flags), C.sizeof_uint32_t)              // ok: an integer of C
	C.fill(unsafe.Pointer(&raw), 8)                                // ok: an integer
	return count
}

// Elements passes the first element, or the pointer to it.
func Elements(buf []byte) {
	if len(buf) == 0 {
		return
	}
	C.fill(unsafe.Pointer(&buf[0]), C.size_t(len(buf)))               // ok: the elements
	C.fill(unsafe.Pointer(unsafe.SliceData(buf)), C.size_t(len(buf))) // ok: the elements
}

// View passes a struct of C whose name says string.
func View() int {
	var s C.string_view
	C.view(&s)                                             // ok: a struct of C
	C.view((*C.string_view)(unsafe.Pointer(&s)))           // ok: a struct of C
	C.fill(unsafe.Pointer(&s), C.size_t(unsafe.Sizeof(s))) // ok: a struct of C
	return int(s.len)
}

// Pointers passes the address of a pointer to C memory: C fills it.
func Pointers() {
	var out *C.char
	C.names((**C.char)(unsafe.Pointer(&out)), 1) // ok: a pointer
}

// ByValue passes a Go string as cgo allows it.
func ByValue(s string) int {
	return int(C.length(s)) // ok: _GoString_ takes the string itself
}

// Inspect looks at the header in Go.
func Inspect(buf []byte, name string) (int, string) {
	header := (*reflect.SliceHeader)(unsafe.Pointer(&buf))                  // ok: not handed to C
	return header.Len, describe(unsafe.Pointer(&name), unsafe.Sizeof(name)) // ok: a Go function
}

// Zero copies a string without C.
func Zero(buf []byte) string {
	return *(*string)(unsafe.Pointer(&buf)) // ok: not handed to C
}

// Shadowed has an inner variable of the same name that is no slice.
func Shadowed(buf []byte) int {
	total := 0
	for _, b := range buf {
		buf := [4]byte{b}
		C.fill(unsafe.Pointer(&buf), 4) // ok: the inner `buf` is an array
		total += int(buf[0])
	}
	return total
}

// Sizes only measures the header.
func Sizes(buf []byte) {
	var scratch [64]byte
	C.fill(unsafe.Pointer(&scratch), C.size_t(unsafe.Sizeof(buf))) // ok: the array goes to C
}

// Fields passes fields that are arrays and numbers.
func Fields() {
	var op struct {
		name [8]C.char
		size C.size_t
		tags []string
	}
	C.fill(unsafe.Pointer(&op.name), 8)               // ok: an array
	C.fill(unsafe.Pointer(&op.size), C.sizeof_size_t) // ok: an integer of C
	_ = op.tags
}
