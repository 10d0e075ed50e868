package grown

/*
#include <stdlib.h>
#include <string.h>
*/
import "C"

import "unsafe"

// Join grows the buffer as it goes.
func Join(parts []string) string {
	size := C.size_t(64)
	buf := C.malloc(size)
	for range parts {
		size *= 2
		grown := C.realloc(buf, size) // ok: it is memory of malloc again
		if grown == nil {
			C.free(buf)
			return ""
		}
		buf = grown
	}
	defer C.free(buf)
	return C.GoString((*C.char)(buf))
}

// Pad grows a C string.
func Pad(text string) string {
	ctext := C.CString(text)
	padded := (*C.char)(C.realloc(unsafe.Pointer(ctext), C.size_t(len(text)+8))) // ok: C.CString is of malloc
	defer C.free(unsafe.Pointer(padded))
	return C.GoString(padded)
}
