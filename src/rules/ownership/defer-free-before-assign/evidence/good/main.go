// The free is deferred once C has filled the pointer.
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

// snippet:start
func cursor() (string, error) {
	var cursor *C.char
	if C.get_cursor(&cursor) != 0 {
		return "", errors.New("no cursor")
	}
	defer C.free(unsafe.Pointer(cursor))
	return C.GoString(cursor), nil
}

// snippet:end

func main() {
	fmt.Println(cursor())
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}
