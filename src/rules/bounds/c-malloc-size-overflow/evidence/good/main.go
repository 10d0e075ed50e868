// calloc multiplies itself, and says where that is too much.
package main

/*
#include <stdint.h>
#include <stdlib.h>

static void fill(uint64_t *values, uint16_t n) {
	for (uint16_t i = 0; i < n; i++)
		values[i] = i;
}
*/
import "C"

import (
	"fmt"
	"unsafe"
)

// snippet:start
// table leaves the product to C: calloc returns nil where there is no room for it.
func table(n uint16) unsafe.Pointer {
	return C.calloc(C.size_t(n), 8)
}

// snippet:end

func main() {
	for _, n := range []uint16{2, 1<<13 + 1} {
		p := table(n)
		if p == nil {
			fmt.Println("no memory for", n)
			continue
		}
		C.fill((*C.uint64_t)(p), C.uint16_t(n))
		fmt.Println("filled", n)
		C.free(p)
	}
}
