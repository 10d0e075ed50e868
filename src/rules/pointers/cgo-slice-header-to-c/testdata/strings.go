package gokogiri

/*
#include <stdlib.h>

static int parse(const char *text, size_t len) { return text != NULL && len > 0; }
static void tags(void *names, int n) {
	(void)names;
	(void)n;
}
*/
import "C"

import "unsafe"

// Parse passes the string's header as its text.
func Parse(text string) int {
	return int(C.parse((*C.char)(unsafe.Pointer(&text)), C.size_t(len(text)))) // want "of the string header of `text`"
}

// ParseNamed builds the string first.
func ParseNamed(prefix, name string) int {
	full := prefix + ":" + name
	return int(C.parse((*C.char)(unsafe.Pointer(&full)), C.size_t(len(full)))) // want "of the string header of `full`"
}

// ParseConstant passes a variable with a constant in it.
func ParseConstant() {
	root := "<root/>"
	C.tags(unsafe.Pointer(&root), 1) // want "of the string header of `root`"
}

// ParseAll passes the loop's variable.
func ParseAll(texts []string) {
	for _, text := range texts {
		C.parse((*C.char)(unsafe.Pointer(&text)), C.size_t(len(text))) // want "of the string header of `text`"
	}
}

// Data passes the bytes with their length.
func Data(text string) int {
	return int(C.parse((*C.char)(unsafe.Pointer(unsafe.StringData(text))), C.size_t(len(text)))) // ok: the bytes
}

// Copy passes a copy that C can keep.
func Copy(text string) int {
	ctext := C.CString(text)
	defer C.free(unsafe.Pointer(ctext))
	return int(C.parse(ctext, C.size_t(len(text)))) // ok: a C string
}
