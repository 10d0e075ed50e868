// The switch declares a variable that has the type of the case.
package main

// static int first(const void *p) { return *(const signed char *)p; }
import "C"

import (
	"fmt"
	"unsafe"
)

// snippet:start
func first(v any) int {
	var address unsafe.Pointer
	switch v := v.(type) {
	case *uint8:
		address = unsafe.Pointer(v)
	case *int8:
		address = unsafe.Pointer(v)
	}
	return int(C.first(address))
}

// snippet:end

func main() {
	number := int8(7)
	fmt.Println(first(&number))
}
