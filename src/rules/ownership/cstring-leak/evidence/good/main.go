// The deferred free runs on every path out of the function.
package main

/*
#include <stdlib.h>
#include <string.h>
*/
import "C"

import (
	"errors"
	"fmt"
	"runtime/debug"
	"unsafe"
)

var errTooLong = errors.New("name is too long")

// snippet:start
func check(name string) error {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname))
	if C.strlen(cname) > 8 {
		return errTooLong
	}
	return nil
}

// snippet:end

func main() {
	fmt.Println(check("volume"))
	fmt.Println(check("a-name-that-is-too-long"))
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}
