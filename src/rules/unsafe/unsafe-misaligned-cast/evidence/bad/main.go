// A pointer is kept between two words.
package main

import (
	"fmt"
	"unsafe"
)

type node struct {
	next *node
}

var kept []byte

func link(to *node) *node {
	b := make([]byte, 64)
	kept = b
	*(**node)(unsafe.Pointer(&b[4])) = to
	return *(**node)(unsafe.Pointer(&b[4]))
}

func main() {
	fmt.Println(link(nil) == nil)
}
