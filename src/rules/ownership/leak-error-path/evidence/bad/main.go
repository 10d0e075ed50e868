// The copy is freed where it is short enough, and left behind where the function gives up.
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

func upper(name *C.char) (string, error) {
	own := C.strdup(name)
	if C.strlen(own) > 8 {
		return "", errTooLong
	}
	*own -= 'a' - 'A'
	result := C.GoString(own)
	C.free(unsafe.Pointer(own))
	return result, nil
}

func main() {
	for _, name := range []string{"volume", "a-name-that-is-too-long"} {
		cname := C.CString(name)
		fmt.Println(upper(cname))
		C.free(unsafe.Pointer(cname))
	}
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}
