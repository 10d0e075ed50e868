// The pinner goes out of scope with the buffer still pinned.
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

//go:noinline
func sum(buf []byte) int {
	var pinner runtime.Pinner
	pinner.Pin(&buf[0])
	v := C.vec{base: (*C.uchar)(unsafe.Pointer(&buf[0])), len: C.size_t(len(buf))}
	return int(C.sum(&v))
}

func main() {
	for i := 0; i < 10; i++ {
		fmt.Println(sum([]byte{1, 2, 3}))
		runtime.GC()
		time.Sleep(10 * time.Millisecond)
	}
}
