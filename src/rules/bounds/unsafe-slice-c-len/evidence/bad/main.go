// The failure of a C function is taken for a length.
package main

/*
#include <string.h>

static int is_open;

static int lib_read(char *to, int size) {
	if (!is_open)
		return -1;
	memset(to, 'x', size);
	return size;
}
*/
import "C"

import (
	"fmt"
	"unsafe"
)

func read(buf *[16]C.char) []byte {
	n := C.lib_read(&buf[0], C.int(len(buf)))
	return unsafe.Slice((*byte)(unsafe.Pointer(&buf[0])), n)
}

func main() {
	var buf [16]C.char
	fmt.Println(len(read(&buf)))
}
