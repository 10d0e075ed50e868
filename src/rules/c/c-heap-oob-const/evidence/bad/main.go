// The C code ends eight digits with a byte that its memory has no room for.
package main

/*
#include <stdlib.h>
#include <string.h>

static char *digits(void) {
	char *p = malloc(8);
	memcpy(p, "12345678", 8);
	p[8] = 0;
	return p;
}
*/
import "C"

import (
	"fmt"
	"unsafe"
)

func main() {
	p := C.digits()
	defer C.free(unsafe.Pointer(p))
	fmt.Println(C.GoString(p))
}
