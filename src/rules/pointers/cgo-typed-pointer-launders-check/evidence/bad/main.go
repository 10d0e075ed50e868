// Behind a pointer to bytes, the string in the struct reaches C unchecked: C sees the address, not the text.
package main

/*
#include <stddef.h>

static int first(const unsigned char *header, size_t size) { return size > 0 ? header[0] : -1; }
*/
import "C"

import (
	"fmt"
	"unsafe"
)

type header struct {
	name string
	size uint32
}

func first(name string) int {
	h := header{name: name, size: 8}
	return int(C.first((*C.uchar)(unsafe.Pointer(&h)), C.size_t(unsafe.Sizeof(h))))
}

func main() {
	fmt.Println(first(fmt.Sprint("name ", 1)) == 'n')
}
