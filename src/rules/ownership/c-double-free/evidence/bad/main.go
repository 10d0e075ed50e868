// On the error path the explicit free and the deferred one release the same string.
package main

/*
#include <stdlib.h>
#include <string.h>
*/
import "C"

import (
	"errors"
	"fmt"
	"unsafe"
)

var errEmpty = errors.New("empty name")

func length(name string) (int, error) {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname))
	n := int(C.strlen(cname))
	if n == 0 {
		C.free(unsafe.Pointer(cname))
		return 0, errEmpty
	}
	return n, nil
}

func main() {
	fmt.Println(length("volume"))
	fmt.Println(length(""))
}
