package fixes

/*
#include <stdlib.h>
#include <string.h>

int fill(char *buf, size_t size);
*/
import "C"

import "unsafe"

const size = 64

// One line is all that is missing.
func Text() string {
	buf := (*C.char)(C.malloc(size)) // want "`buf` from `C.malloc` is never freed"
	C.fill(buf, size)
	return C.GoString(buf)
}

func Bytes(data []byte) int {
	p := C.CBytes(data) // want "`p` from `C.CBytes` is never freed"
	return int(C.fill((*C.char)(p), C.size_t(len(data))))
}

// A test of the result stands behind it, which the line would have to follow.
func Duplicate(s *C.char) string {
	own := C.strdup(s) // want "`own` from `C.strdup` is never freed"
	if own == nil {
		return ""
	}
	return C.GoString(own)
}

// At the end of the function it would be too late.
func Rounds(n int) {
	for i := 0; i < n; i++ {
		buf := C.malloc(size) // want "`buf` from `C.malloc` is never freed"
		C.fill((*C.char)(buf), size)
	}
}

func Freed() string {
	buf := C.malloc(size) // ok: it is freed already
	defer C.free(unsafe.Pointer(buf))
	C.fill((*C.char)(buf), size)
	return C.GoString((*C.char)(buf))
}
