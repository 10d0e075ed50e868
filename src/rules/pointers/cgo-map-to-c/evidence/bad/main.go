// The address of a map's variable leads to a structure of the Go runtime.
package main

/*
static int depth(const void *settings) { return *(const int *)settings; }
*/
import "C"

import (
	"fmt"
	"unsafe"
)

func depth(settings map[string]int) int {
	return int(C.depth(unsafe.Pointer(&settings)))
}

func main() {
	fmt.Println(depth(map[string]int{"depth": 3, "width": 4}))
}
