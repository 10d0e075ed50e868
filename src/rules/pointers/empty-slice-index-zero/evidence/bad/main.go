// An empty slice has no element 0: Go panics before C is called.
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

// Write stores what its caller gives.
func Write(data []byte) int {
	return int(C.put((*C.char)(unsafe.Pointer(&data[0])), C.size_t(len(data))))
}

func main() {
	fmt.Println(Write([]byte("abc")))
	fmt.Println(Write([]byte{}))
}
