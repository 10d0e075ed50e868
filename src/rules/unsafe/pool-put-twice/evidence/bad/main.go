// The buffer goes back to the pool twice.
package main

import (
	"bytes"
	"fmt"
	"runtime/debug"
	"sync"
	"unsafe"
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func length(v string) int {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	buf.Write(unsafe.Slice(unsafe.StringData(v), len(v)))
	n := buf.Len()
	buffers.Put(buf)
	return n
}

func main() {
	debug.SetGCPercent(-1) // what is in the pool stays there
	for i := 0; i < 100; i++ {
		length("hello")
		a, b := buffers.Get().(*bytes.Buffer), buffers.Get().(*bytes.Buffer)
		if a == b {
			fmt.Println("two owners of one buffer")
			panic("two owners")
		}
	}
}
