// The free was meant to be deferred: the next call reads the freed string.
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

func depth(path string) int {
	cpath := C.CString(path)
	C.free(unsafe.Pointer(cpath))
	return int(C.count_slashes(cpath))
}

func main() {
	fmt.Println(depth("/usr/local/lib"))
}
