// The buffer stays Go's and is not freed; the copy that C can own comes from C's allocator and is.
package main

/*
#include <stdlib.h>
#include <string.h>

static int read_object(char *buf, size_t len) {
	memset(buf, 'x', len);
	return (int)len;
}
*/
import "C"

import (
	"fmt"
	"unsafe"
)

// snippet:start
// Memory of Go: the collector frees it, C.free must not.
func read(n int) string {
	buf := make([]byte, n)
	length := C.read_object((*C.char)(unsafe.Pointer(unsafe.SliceData(buf))), C.size_t(n))
	return string(buf[:length])
}

// Memory of C: C.malloc and C.free belong together.
func readC(n int) string {
	p := (*C.char)(C.malloc(C.size_t(n)))
	defer C.free(unsafe.Pointer(p))
	return C.GoStringN(p, C.read_object(p, C.size_t(n)))
}

// snippet:end

func main() {
	fmt.Println(read(64))
	fmt.Println(readC(64))
}
