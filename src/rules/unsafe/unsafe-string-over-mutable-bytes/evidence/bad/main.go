// The keys of the map are views of the scanner's buffer.
package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unsafe"
)

func count(reader io.Reader) map[string]int {
	counts := map[string]int{}
	scanner := bufio.NewScanner(reader)
	scanner.Buffer(make([]byte, 8), 8)
	for scanner.Scan() {
		line := scanner.Bytes()
		counts[unsafe.String(unsafe.SliceData(line), len(line))]++
	}
	return counts
}

func main() {
	counts := count(strings.NewReader("one\ntwo\none\nten\nsix\n"))
	if counts["one"] != 2 || counts["ten"] != 1 {
		fmt.Println("wrong counts:", counts)
		panic("an entry is lost")
	}
}
