// Go copies a C string that was freed, and loses another one.
package main

/*
#include <stdlib.h>
*/
import "C"

import (
	"fmt"
	"unsafe"
)

func main() {
	name := C.CString("volume")
	C.free(unsafe.Pointer(name))
	fmt.Println(len(C.GoString(name)) >= 0)
	lose()
}

//go:noinline
func lose() {
	C.CString("lost")
}
