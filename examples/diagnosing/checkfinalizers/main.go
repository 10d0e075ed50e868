// The finalizer holds the object that it is to be called for.
package main

/*
#include <stdlib.h>
*/
import "C"

import (
	"fmt"
	"runtime"
	"unsafe"
)

type Buffer struct {
	data unsafe.Pointer
}

func NewBuffer() *Buffer {
	b := &Buffer{data: C.malloc(64)}
	runtime.SetFinalizer(b, func(*Buffer) { C.free(b.data) })
	return b
}

func main() {
	fmt.Println(NewBuffer().data != nil)
	runtime.GC()
	runtime.GC()
}
