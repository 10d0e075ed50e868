// A view of four bytes is read as one of sixteen.
package main

import (
	"fmt"
	"unsafe"
)

var view []uint32

func main() {
	data := make([]byte, 4)
	view = unsafe.Slice((*uint32)(unsafe.Pointer(&data[0])), 4)
	fmt.Println(len(view))
}
