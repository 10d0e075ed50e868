// SliceData gives the address of the elements.
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

// snippet:start
func read(n int) []byte {
	buf := make([]byte, n)
	C.fill(unsafe.Pointer(unsafe.SliceData(buf)), C.size_t(len(buf)))
	return buf
}

// snippet:end

func main() {
	fmt.Println(read(8))
}
