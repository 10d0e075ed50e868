// The caller gets a copy; the buffer may go back.
package main

import (
	"bytes"
	"fmt"
	"os"
	"sync"
)

var pool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// snippet:start
func render(name string) string {
	buf := pool.Get().(*bytes.Buffer)
	defer pool.Put(buf)
	buf.Reset()
	buf.WriteString("hello, ")
	buf.WriteString(name)
	return buf.String()
}

// snippet:end

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
