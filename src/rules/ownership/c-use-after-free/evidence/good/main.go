// The deferred free runs after the last use.
package main

/*
#include <stdlib.h>

static int count_slashes(const char *path) {
	int n = 0;
	for (; *path; path++)
		n += *path == '/';
	return n;
}
*/
import "C"

import (
	"fmt"
	"unsafe"
)

// snippet:start
func depth(path string) int {
	cpath := C.CString(path)
	defer C.free(unsafe.Pointer(cpath))
	return int(C.count_slashes(cpath))
}

// snippet:end

func main() {
	fmt.Println(depth("/usr/local/lib"))
}
