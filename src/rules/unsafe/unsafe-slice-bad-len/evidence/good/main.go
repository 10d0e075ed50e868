// As many words as the bytes make.
package main

import (
	"fmt"
	"unsafe"
)

var kept []byte

// snippet:start
// words has one element for every four bytes.
func words(n int) []uint32 {
	b := make([]byte, n)
	kept = b
	return unsafe.Slice((*uint32)(unsafe.Pointer(&b[0])), len(b)/4)
}

// snippet:end

func main() {
	fmt.Println(len(words(64)))
}
