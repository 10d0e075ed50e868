// Every call loses a C string.
package main

/*
#include <stdlib.h>
#include <string.h>
*/
import "C"

import "runtime/debug"

func length(name string) int {
	return int(C.strlen(C.CString(name)))
}

func main() {
	for range [3]int{} {
		length("volume")
	}
	// Without these a stale copy of a pointer in Go's memory hides its block.
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}
