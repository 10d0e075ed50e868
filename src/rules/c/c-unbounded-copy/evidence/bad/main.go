// The C code copies a text from Go into 16 bytes, however long it is.
package main

/*
#include <stdlib.h>
#include <string.h>

static int set_name(const char *name) {
	char buf[16];
	strcpy(buf, name);
	return buf[0];
}
*/
import "C"

import (
	"fmt"
	"unsafe"
)

func main() {
	name := C.CString("a name that is longer than the buffer")
	defer C.free(unsafe.Pointer(name))
	fmt.Println(C.set_name(name))
}
