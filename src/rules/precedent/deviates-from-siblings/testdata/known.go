package known

/*
#include <stdlib.h>

static char *copy_of(int n) {
	return (char *)malloc(n);
}
*/
import "C"

import "unsafe"

func A() string {
	s := C.copy_of(8)
	defer C.free(unsafe.Pointer(s))
	return C.GoString(s)
}

func B() string {
	s := C.copy_of(8)
	defer C.free(unsafe.Pointer(s))
	return C.GoString(s)
}

// A body says that it gives, without any sibling.
func D() string {
	return C.GoString(C.copy_of(8)) // ok: another rule reports it
}
