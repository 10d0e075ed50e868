// A variable holds the C string until the deferred free.
package main

/*
#include <stdlib.h>
#include <string.h>
*/
import "C"

import (
	"fmt"
	"runtime/debug"
	"unsafe"
)

// snippet:start
func length(s string) int {
	cs := C.CString(s)
	defer C.free(unsafe.Pointer(cs))
	return int(C.strlen(cs))
}

// snippet:end

func main() {
	for _, s := range []string{"one", "two", "three"} {
		fmt.Println(length(s))
	}
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}
