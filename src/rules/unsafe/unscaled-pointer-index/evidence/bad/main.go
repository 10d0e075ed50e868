// The index of an array of C strings is added to its address as a number of bytes.
package main

// static const char *names[] = { "one", "two", "three" };
// static const char **list(void) { return names; }
import "C"

import (
	"fmt"
	"unsafe"
)

func names(n int) []string {
	list := C.list()
	var found []string
	for i := 0; i < n; i++ {
		p := (**C.char)(unsafe.Pointer(uintptr(unsafe.Pointer(list)) + uintptr(i)))
		found = append(found, C.GoString(*p))
	}
	return found
}

func main() {
	fmt.Println(names(3))
}
