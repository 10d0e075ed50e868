// The length of the array type is a bound: the first input that is larger panics.
package main

/*
#include <stdlib.h>
*/
import "C"

import (
	"fmt"
	"unsafe"
)

func toC(b []byte) unsafe.Pointer {
	p := C.malloc(C.size_t(len(b)))
	copy((*[1 << 20]byte)(p)[:len(b)], b)
	return p
}

func main() {
	for _, size := range []int{1 << 10, 1 << 21} {
		p := toC(make([]byte, size))
		fmt.Println("copied", size)
		C.free(p)
	}
}
