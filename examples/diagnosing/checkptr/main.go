// A view of 64 bytes is made with as many words.
package main

import (
	"fmt"
	"unsafe"
)

var view []uint32

func main() {
	data := make([]byte, 64)
	view = unsafe.Slice((*uint32)(unsafe.Pointer(&data[0])), len(data))
	fmt.Println(len(view))
}
