// snprintf knows the size of the buffer, and says how long the text was.
package main

// snippet:start

/*
#include <stdlib.h>
#include <stdio.h>

static int set_name(const char *name) {
	char buf[16];
	int n = snprintf(buf, sizeof buf, "%s", name);
	if (n < 0 || n >= (int)sizeof buf) return -1;
	return buf[0];
}
*/
import "C"

// snippet:end

import (
	"fmt"
	"unsafe"
)

func main() {
	name := C.CString("a name that is longer than the buffer")
	defer C.free(unsafe.Pointer(name))
	fmt.Println(C.set_name(name))
}
