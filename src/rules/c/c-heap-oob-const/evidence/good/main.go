// The size is named once, with the byte that ends the text.
package main

// snippet:start

/*
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 8 };

static char *digits(void) {
	char *p = malloc(DIGITS + 1);
	memcpy(p, "12345678", DIGITS);
	p[DIGITS] = 0;
	return p;
}
*/
import "C"

// snippet:end

import (
	"fmt"
	"unsafe"
)

func main() {
	p := C.digits()
	defer C.free(unsafe.Pointer(p))
	fmt.Println(C.GoString(p))
}
