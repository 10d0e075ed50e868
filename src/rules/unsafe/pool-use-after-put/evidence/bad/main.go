// The string is a view of a buffer that is back in the pool: the next call writes over it.
package main

import (
	"bytes"
	"fmt"
	"os"
	"sync"
	"unsafe"
)

var pool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func render(name string) string {
	buf := pool.Get().(*bytes.Buffer)
	defer pool.Put(buf)
	buf.Reset()
	buf.WriteString("hello, ")
	buf.WriteString(name)
	return unsafe.String(unsafe.SliceData(buf.Bytes()), buf.Len())
}

func main() {
	first := render("alice")
	for i := 0; i < 100; i++ {
		render("mallory")
	}
	if first != "hello, alice" {
		fmt.Println("wrong data:", first)
		os.Exit(1)
	}
}
