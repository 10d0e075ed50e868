// Options are joined with a NUL, and C sees the first one alone.
package main

/*
#include <stdlib.h>
#include <string.h>

static int count(const char *options) {
	int n = 0;
	for (const char *p = options; *p != 0; p += strlen(p) + 1)
		n++;
	return n;
}

// What a string of C is: all up to its first NUL.
static char *keep(const char *options) {
	char *kept = calloc(1, strlen(options) + 2);
	memcpy(kept, options, strlen(options));
	return kept;
}
*/
import "C"

import (
	"fmt"
	"os"
	"strings"
	"unsafe"
)

func configure(options []string) int {
	cs := C.CString(strings.Join(options, "\x00"))
	defer C.free(unsafe.Pointer(cs))
	kept := C.keep(cs)
	defer C.free(unsafe.Pointer(kept))
	return int(C.count(kept))
}

func main() {
	if n := configure([]string{"a=1", "b=2"}); n != 2 {
		fmt.Println("options lost: C has", n)
		os.Exit(1)
	}
}
