// The deferred call's argument is evaluated at the defer statement, while cursor is still nil.
package main

/*
#include <stdlib.h>
#include <string.h>

static int get_cursor(char **out) {
	*out = strdup("s=42;i=7");
	return *out ? 0 : -1;
}
*/
import "C"

import (
	"errors"
	"fmt"
	"runtime/debug"
	"unsafe"
)

func cursor() (string, error) {
	var cursor *C.char
	defer C.free(unsafe.Pointer(cursor))
	if C.get_cursor(&cursor) != 0 {
		return "", errors.New("no cursor")
	}
	return C.GoString(cursor), nil
}

func main() {
	fmt.Println(cursor())
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}
