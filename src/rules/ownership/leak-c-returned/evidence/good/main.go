// The path that C gives is copied and freed.
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

// snippet:start
func resolve(name string) string {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname))
	resolved := C.canonicalize_file_name(cname)
	defer C.free(unsafe.Pointer(resolved))
	return C.GoString(resolved)
}

// snippet:end

func main() {
	fmt.Println(resolve("/usr/../usr"))
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}
