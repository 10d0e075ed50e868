// The offset is that of a field.
package main

import (
	"fmt"
	"unsafe"
)

type header struct {
	kind, size uint64
}

var kept *header

// snippet:start
// payload takes the offset from the field that it reads.
func payload() uint64 {
	h := header{kind: 1, size: 2}
	kept = &h
	return *(*uint64)(unsafe.Add(unsafe.Pointer(&h), unsafe.Offsetof(h.size)))
}

// snippet:end

func main() {
	fmt.Println(payload())
}
