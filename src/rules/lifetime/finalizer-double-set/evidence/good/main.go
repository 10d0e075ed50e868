// The finalizer is set in the constructor, and nowhere else.
package main

// #include <stdlib.h>
import "C"

import (
	"fmt"
	"runtime"
	"unsafe"
)

type buffer struct {
	data unsafe.Pointer
}

func (b *buffer) Close() {
	C.free(b.data)
	b.data = nil
}

// snippet:start
func newBuffer(size int) *buffer {
	b := &buffer{data: C.malloc(C.size_t(size))}
	runtime.SetFinalizer(b, (*buffer).Close)
	return b
}

func openBuffer() *buffer {
	return newBuffer(64)
}

// snippet:end

func main() {
	b := openBuffer()
	fmt.Println(b.data != nil)
	runtime.KeepAlive(b)
}
