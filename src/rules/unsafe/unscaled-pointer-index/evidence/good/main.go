// A slice of the elements is indexed.
package main

// static const char *names[] = { "one", "two", "three" };
// static const char **list(void) { return names; }
import "C"

import (
	"fmt"
	"unsafe"
)

// snippet:start
func names(n int) []string {
	var found []string
	for _, name := range unsafe.Slice(C.list(), n) {
		found = append(found, C.GoString(name))
	}
	return found
}

// snippet:end

func main() {
	fmt.Println(names(3))
}
