// The case of one type asserts another one.
package main

// static int first(const void *p) { return *(const signed char *)p; }
import "C"

import (
	"fmt"
	"unsafe"
)

func first(v any) int {
	var address unsafe.Pointer
	switch v.(type) {
	case *uint8:
		address = unsafe.Pointer(v.(*uint8))
	case *int8:
		address = unsafe.Pointer(v.(*uint8))
	}
	return int(C.first(address))
}

func main() {
	number := int8(7)
	fmt.Println(first(&number))
}
