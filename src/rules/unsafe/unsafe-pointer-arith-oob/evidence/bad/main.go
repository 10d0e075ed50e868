// A pointer is moved past the header that it starts at.
package main

import (
	"fmt"
	"unsafe"
)

type header struct {
	kind, size uint64
}

var kept *header

func payload() uint64 {
	h := header{kind: 1, size: 2}
	kept = &h
	return *(*uint64)(unsafe.Add(unsafe.Pointer(&h), 1024))
}

func main() {
	fmt.Println(payload())
}
