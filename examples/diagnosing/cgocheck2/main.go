// Go stores one of its pointers in memory of C, where the collector does not see it.
package main

/*
#include <stdlib.h>

typedef struct { void *data; } request;
*/
import "C"

import "unsafe"

func main() {
	r := (*C.request)(C.calloc(1, C.sizeof_request))
	buffer := make([]byte, 64)
	r.data = unsafe.Pointer(&buffer[0])
	C.free(unsafe.Pointer(r))
}
