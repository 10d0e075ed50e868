// SliceData takes any slice; C is told that the length is 0.
package main

/*
#include <stddef.h>

static int put(const char *buf, size_t len) {
	(void)buf;
	return (int)len;
}
*/
import "C"

import (
	"fmt"
	"unsafe"
)

// snippet:start
// Write stores what its caller gives; SliceData does not index, so the slice may be empty.
func Write(data []byte) int {
	p := (*C.char)(unsafe.Pointer(unsafe.SliceData(data)))
	return int(C.put(p, C.size_t(len(data))))
}

// snippet:end

func main() {
	fmt.Println(Write([]byte("abc")))
	fmt.Println(Write([]byte{}))
	fmt.Println(Write(nil))
}
