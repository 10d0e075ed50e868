// unsafe.Slice has no bound of its own.
package main

/*
#include <stdlib.h>
*/
import "C"

import (
	"fmt"
	"unsafe"
)

// snippet:start
// toC copies b to new memory of C; unsafe.Slice has just as many elements as are asked for.
func toC(b []byte) unsafe.Pointer {
	p := C.malloc(C.size_t(len(b)))
	copy(unsafe.Slice((*byte)(p), len(b)), b)
	return p
}

// snippet:end

func main() {
	for _, size := range []int{1 << 10, 1 << 21} {
		p := toC(make([]byte, size))
		fmt.Println("copied", size)
		C.free(p)
	}
}
