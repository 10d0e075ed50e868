// The header's Data field is an integer: the text that it points to is collected and its memory used again.
package main

import (
	"fmt"
	"os"
	"reflect"
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

func bytes() []byte {
	text := newText()
	header := reflect.SliceHeader{
		Data: uintptr(unsafe.Pointer(unsafe.StringData(text))),
		Len:  len(text),
		Cap:  len(text),
	}
	other()
	return *(*[]byte)(unsafe.Pointer(&header))
}

func main() {
	if got := string(bytes()); got != strings.Repeat("a", 64) {
		fmt.Println("wrong data:", got)
		os.Exit(1)
	}
}
