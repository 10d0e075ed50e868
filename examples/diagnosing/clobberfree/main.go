// The only way to the memory is an integer: the collector frees it.
package main

import (
	"fmt"
	"runtime"
	"unsafe"
)

var value *[64]uint64

//go:noinline
func hide() uintptr {
	value = new([64]uint64)
	value[8] = 42
	address := uintptr(unsafe.Pointer(value))
	value = nil
	return address
}

func main() {
	address := hide()
	runtime.GC()
	fmt.Printf("%#x\n", (*[64]uint64)(unsafe.Pointer(address))[8])
}
