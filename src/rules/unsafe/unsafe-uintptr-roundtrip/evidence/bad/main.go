// Between the two conversions the address is a number: nothing keeps the sample alive.
package main

import (
	"fmt"
	"runtime"
	"unsafe"
)

type sample struct {
	id    uint64
	value uint64
}

//go:noinline
func newSample(value uint64) *sample {
	return &sample{id: 1, value: value}
}

func value() uint64 {
	s := newSample(42)
	addr := uintptr(unsafe.Pointer(s)) + unsafe.Offsetof(s.value)
	runtime.GC()
	return *(*uint64)(unsafe.Pointer(addr))
}

func main() {
	fmt.Println(value())
}
