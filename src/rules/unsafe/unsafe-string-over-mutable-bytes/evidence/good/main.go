// The keys of the map are copies.
package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// snippet:start
func count(reader io.Reader) map[string]int {
	counts := map[string]int{}
	scanner := bufio.NewScanner(reader)
	scanner.Buffer(make([]byte, 8), 8)
	for scanner.Scan() {
		counts[string(scanner.Bytes())]++ // a copy
	}
	return counts
}

// snippet:end

func main() {
	counts := count(strings.NewReader("one\ntwo\none\nten\nsix\n"))
	if counts["one"] != 2 || counts["ten"] != 1 {
		fmt.Println("wrong counts:", counts)
		panic("an entry is lost")
	}
}
