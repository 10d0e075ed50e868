// The value is passed with the length of the key.
package main

/*
#include <stddef.h>

static unsigned sum(const unsigned char *a, size_t n, const unsigned char *b, size_t m) {
	unsigned found = 0;
	for (size_t i = 0; i < n; i++)
		found += a[i];
	for (size_t i = 0; i < m; i++)
		found += b[i];
	return found;
}
*/
import "C"

import (
	"fmt"
	"unsafe"
)

func sum(key, value []byte) uint {
	return uint(C.sum((*C.uchar)(unsafe.SliceData(key)), C.size_t(len(key)),
		(*C.uchar)(unsafe.SliceData(value)), C.size_t(len(key))))
}

func main() {
	fmt.Println(sum(make([]byte, 96), make([]byte, 64)))
}
