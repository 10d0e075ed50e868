// The slice is made of a pointer and a length.
package main

import (
	"fmt"
	"unsafe"
)

// snippet:start
func bytesOf(values []uint32) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(values))), 4*len(values))
}

// snippet:end

func main() {
	if b := bytesOf([]uint32{7, 7}); len(b) != 8 {
		fmt.Println("wrong length:", len(b))
	}
}
