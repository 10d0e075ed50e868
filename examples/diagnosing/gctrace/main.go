// Makes garbage of Go, and keeps 64 MB of C that the collector does not count.
package main

/*
#include <stdlib.h>
#include <string.h>

static void *fill(size_t size) { return memset(malloc(size), 1, size); }
*/
import "C"

import "runtime"

var keep []byte

func main() {
	block := C.fill(64 << 20)
	for range [3]int{} {
		keep = make([]byte, 1<<20)
		runtime.GC()
	}
	C.free(block)
}
