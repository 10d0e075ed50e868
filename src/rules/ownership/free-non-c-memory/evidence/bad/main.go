// The buffer is Go's; C.free takes only what C's allocator gave.
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

func read(n int) string {
	buf := make([]byte, n)
	p := (*C.char)(unsafe.Pointer(unsafe.SliceData(buf)))
	defer C.free(unsafe.Pointer(p))
	length := C.read_object(p, C.size_t(n))
	return string(buf[:length])
}

func main() {
	fmt.Println(read(64))
}
