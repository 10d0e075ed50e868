// The product wraps around in 16 bits: malloc gets 8 bytes for 8193 numbers.
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

func table(n uint16) unsafe.Pointer {
	return C.malloc(C.size_t(n * 8))
}

func main() {
	for _, n := range []uint16{2, 1<<13 + 1} {
		p := table(n)
		C.fill((*C.uint64_t)(p), C.uint16_t(n))
		fmt.Println("filled", n)
		C.free(p)
	}
}
