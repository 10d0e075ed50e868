// Every goroutine has its own buffer.
package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"unsafe"
)

func handle(message []byte) string {
	return unsafe.String(unsafe.SliceData(message), len(message))
}

// snippet:start
func readAll(readers []io.Reader, handled []string) {
	var wait sync.WaitGroup
	for i, reader := range readers {
		wait.Add(1)
		go func(i int, reader io.Reader) {
			defer wait.Done()
			buf := make([]byte, 16) // its own
			n, _ := reader.Read(buf)
			handled[i] = handle(buf[:n])
		}(i, reader)
	}
	wait.Wait()
}

// snippet:end

func main() {
	readers := make([]io.Reader, 64)
	for i := range readers {
		readers[i] = strings.NewReader(fmt.Sprintf("message %d", i))
	}
	handled := make([]string, len(readers))
	readAll(readers, handled)
	for i, message := range handled {
		if want := fmt.Sprintf("message %d", i); message != want {
			fmt.Println("wrong data:", message, "for", want)
			return
		}
	}
}
