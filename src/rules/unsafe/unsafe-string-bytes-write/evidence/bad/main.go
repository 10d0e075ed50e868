// The constant's bytes are read-only memory: the write through the view is a fault.
package main

import (
	"fmt"
	"unsafe"
)

func capitalise(name string) string {
	b := unsafe.Slice(unsafe.StringData(name), len(name))
	b[0] -= 'a' - 'A'
	return name
}

func main() {
	fmt.Println(capitalise("gopher"))
}
