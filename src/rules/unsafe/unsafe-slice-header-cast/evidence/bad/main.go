// The slice is made through its header.
package main

import (
	"fmt"
	"reflect"
	"unsafe"
)

func bytesOf(values []uint32) (b []byte) {
	from := (*reflect.SliceHeader)(unsafe.Pointer(&values))
	to := (*reflect.SliceHeader)(unsafe.Pointer(&b))
	to.Data = from.Data
	to.Len = 4 * from.Len
	to.Cap = to.Len
	return b
}

func main() {
	if b := bytesOf([]uint32{7, 7}); len(b) != 8 {
		fmt.Println("wrong length:", len(b))
	}
}
