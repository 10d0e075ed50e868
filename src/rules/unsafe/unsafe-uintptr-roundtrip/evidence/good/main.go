// The address stays a pointer, so the sample lives for as long as it is used.
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

// snippet:start
func value() uint64 {
	s := newSample(42)
	p := unsafe.Add(unsafe.Pointer(s), unsafe.Offsetof(s.value))
	runtime.GC()
	return *(*uint64)(p)
}

// snippet:end

func main() {
	fmt.Println(value())
}
