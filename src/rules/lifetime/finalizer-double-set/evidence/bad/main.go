// The constructor sets a finalizer on the object, and its caller sets one more.
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

func newBuffer(size int) *buffer {
	b := &buffer{data: C.malloc(C.size_t(size))}
	runtime.SetFinalizer(b, (*buffer).Close)
	return b
}

func openBuffer() *buffer {
	b := newBuffer(64)
	runtime.SetFinalizer(b, func(b *buffer) { b.Close() })
	return b
}

func main() {
	b := openBuffer()
	fmt.Println(b.data != nil)
	runtime.KeepAlive(b)
}
