// C is called with the wrong size, two calls below main.
package main

/*
#include <stddef.h>

static int lib_fill(char *buffer, int size) {
	for (int i = 0; i < size; i++) buffer[i] = 'x';
	return size;
}
*/
import "C"

import (
	"fmt"
	"unsafe"
)

func fill(buffer []byte) int {
	return int(C.lib_fill((*C.char)(unsafe.Pointer(&buffer[0])), C.int(cap(buffer))))
}

func main() {
	buffer := make([]byte, 4, 16)
	fmt.Println(fill(buffer))
}
