// The pinner lets go of the buffer when the function ends.
package main

/*
#include <stddef.h>

typedef struct { unsigned char *base; size_t len; } vec;

static int sum(vec *v) {
	int n = 0;
	for (size_t i = 0; i < v->len; i++) n += v->base[i];
	return n;
}
*/
import "C"

import (
	"fmt"
	"runtime"
	"time"
	"unsafe"
)

// snippet:start
func sum(buf []byte) int {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	pinner.Pin(&buf[0])
	v := C.vec{base: (*C.uchar)(unsafe.Pointer(&buf[0])), len: C.size_t(len(buf))}
	return int(C.sum(&v))
}

// snippet:end

func main() {
	for i := 0; i < 10; i++ {
		fmt.Println(sum([]byte{1, 2, 3}))
		runtime.GC()
		time.Sleep(10 * time.Millisecond)
	}
}
