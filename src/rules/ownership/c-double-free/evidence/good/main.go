// The deferred free alone releases the string, on every path.
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

// snippet:start
func length(name string) (int, error) {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname))
	n := int(C.strlen(cname))
	if n == 0 {
		return 0, errEmpty
	}
	return n, nil
}

// snippet:end

func main() {
	fmt.Println(length("volume"))
	fmt.Println(length(""))
}
