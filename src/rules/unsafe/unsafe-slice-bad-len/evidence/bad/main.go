// As many words as there are bytes.
package main

import (
	"fmt"
	"unsafe"
)

var kept []byte

func words(n int) []uint32 {
	b := make([]byte, n)
	kept = b
	return unsafe.Slice((*uint32)(unsafe.Pointer(&b[0])), len(b))
}

func main() {
	fmt.Println(len(words(64)))
}
