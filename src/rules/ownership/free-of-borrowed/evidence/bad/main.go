// The library's version is text of the program itself: no allocator knows it.
package main

/*
#include <stdlib.h>

static const char *engine_version(void) {
	return "engine 2.4.1";
}
*/
import "C"

import (
	"fmt"
	"unsafe"
)

func version() string {
	text := C.engine_version()
	defer C.free(unsafe.Pointer(text))
	return C.GoString(text)
}

func main() {
	fmt.Println(version())
}
