// The deferred free runs on every path behind the copy.
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
func upper(name *C.char) (string, error) {
	own := C.strdup(name)
	defer C.free(unsafe.Pointer(own))
	if C.strlen(own) > 8 {
		return "", errTooLong
	}
	*own -= 'a' - 'A'
	return C.GoString(own), nil
}

// snippet:end

func main() {
	for _, name := range []string{"volume", "a-name-that-is-too-long"} {
		cname := C.CString(name)
		fmt.Println(upper(cname))
		C.free(unsafe.Pointer(cname))
	}
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}
