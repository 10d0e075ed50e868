// An integer becomes a pointer again after the memory has gone.
package main

import (
	"runtime"
	"unsafe"
)

var kept *byte

//go:noinline
func hide() uintptr {
	return uintptr(unsafe.Pointer(&make([]byte, 1<<20)[0]))
}

func main() {
	address := hide()
	runtime.GC()
	runtime.GC()
	kept = (*byte)(unsafe.Pointer(address))
	runtime.GC()
	println("nothing was found")
}
