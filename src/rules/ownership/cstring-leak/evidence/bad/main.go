// The early return leaves without the C string being freed.
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

func check(name string) error {
	cname := C.CString(name)
	if C.strlen(cname) > 8 {
		return errTooLong
	}
	C.free(unsafe.Pointer(cname))
	return nil
}

func main() {
	fmt.Println(check("volume"))
	fmt.Println(check("a-name-that-is-too-long"))
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}
