package nuls

/*
#include <stdlib.h>

void dev_configure(const char *options);
void dev_write(const char *data, size_t size);
*/
import "C"

import (
	"strings"
	"unsafe"
)

const (
	separator = "\x00"
	greeting  = "hello" + separator + "world"
)

func literal() {
	cs := C.CString("a=1\x00b=2") // want "`\"a=1.x00b=2\"` has a NUL inside"
	defer C.free(unsafe.Pointer(cs))
	C.dev_configure(cs)
}

func constant() {
	cs := C.CString(greeting) // want "`greeting` has a NUL inside"
	defer C.free(unsafe.Pointer(cs))
	C.dev_configure(cs)
}

func joined(options []string) {
	cs := C.CString(strings.Join(options, separator)) // want "Does C know how long this is\\?"
	defer C.free(unsafe.Pointer(cs))
	C.dev_configure(cs)
}

func pair(key, value string) {
	cs := C.CString(key + "\000" + value) // want "has a NUL inside"
	defer C.free(unsafe.Pointer(cs))
	C.dev_configure(cs)
}

func terminated(name string) {
	cs := C.CString(name + "\x00") // ok: one NUL too many does no harm
	defer C.free(unsafe.Pointer(cs))
	C.dev_configure(cs)
}

func list(options []string) {
	cs := C.CString(strings.Join(options, "\x00") + "\x00") // ok: the list ends with two
	defer C.free(unsafe.Pointer(cs))
	C.dev_configure(cs)
}

func withLength() {
	cs := C.CString(greeting) // ok: the length is given with it
	defer C.free(unsafe.Pointer(cs))
	C.dev_write(cs, C.size_t(len(greeting)))
}

func escaped() {
	cs := C.CString("a\\x00b")
	defer C.free(unsafe.Pointer(cs))
	C.dev_configure(cs)
}
