// unsafe.Slice makes the slice from a pointer, which keeps the text alive.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"unsafe"
)

var keep [][]byte

//go:noinline
func newText() string {
	return strings.Repeat("a", 64)
}

// other takes the memory that the collector has freed.
func other() {
	runtime.GC()
	for i := 0; i < 1<<16; i++ {
		b := make([]byte, 64)
		for j := range b {
			b[j] = 'z'
		}
		keep = append(keep, b)
	}
}

// snippet:start
// bytes views the text without a copy; the view must not be written to.
func bytes() []byte {
	text := newText()
	view := unsafe.Slice(unsafe.StringData(text), len(text))
	other()
	return view
}

// snippet:end

func main() {
	if got := string(bytes()); got != strings.Repeat("a", 64) {
		fmt.Println("wrong data:", got)
		os.Exit(1)
	}
}
