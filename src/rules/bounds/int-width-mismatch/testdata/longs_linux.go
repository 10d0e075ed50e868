package sdl

// static void longs(long *v, int n);
import "C"

import "unsafe"

// Longs is never built on Windows.
func Longs(values []int) {
	C.longs((*C.long)(unsafe.Pointer(&values[0])), C.int(len(values))) // ok: as wide as int on every Linux
}
