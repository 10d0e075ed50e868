// The path that C gives is copied, and the C memory itself stays behind.
package main

/*
#cgo CFLAGS: -D_GNU_SOURCE
#include <stdlib.h>
*/
import "C"

import (
	"fmt"
	"runtime/debug"
	"unsafe"
)

func resolve(name string) string {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname))
	resolved := C.canonicalize_file_name(cname)
	return C.GoString(resolved)
}

func main() {
	fmt.Println(resolve("/usr/../usr"))
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}
