// The address of the variable is the address of its header: pointer, length and capacity.
package main

/*
#include <string.h>

static void fill(void *out, size_t len) { memset(out, 7, len); }
*/
import "C"

import (
	"fmt"
	"unsafe"
)

func read(n int) []byte {
	buf := make([]byte, n)
	C.fill(unsafe.Pointer(&buf), C.size_t(len(buf)))
	return buf
}

func main() {
	fmt.Println(read(8))
}
