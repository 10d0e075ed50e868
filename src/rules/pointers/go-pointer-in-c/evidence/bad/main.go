// An array of Go holds the addresses of other Go memory, and C is given the address of the array.
package main

/*
#include <string.h>

static size_t total(const char **parts, const size_t *lengths, int n) {
	size_t sum = 0;
	for (int i = 0; i < n; i++)
		sum += memchr(parts[i], 0, lengths[i]) == NULL ? lengths[i] : 0;
	return sum;
}
*/
import "C"

import (
	"fmt"
	"unsafe"
)

func total(parts [][]byte) int {
	pointers := make([]*C.char, len(parts))
	lengths := make([]C.size_t, len(parts))
	for i, part := range parts {
		pointers[i] = (*C.char)(unsafe.Pointer(unsafe.SliceData(part)))
		lengths[i] = C.size_t(len(part))
	}
	return int(C.total(unsafe.SliceData(pointers), unsafe.SliceData(lengths), C.int(len(parts))))
}

func main() {
	fmt.Println(total([][]byte{[]byte("one"), []byte("three")}))
}
