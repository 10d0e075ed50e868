// Options are joined with a NUL, and C gets their length with them.
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

static char *keep(const void *options, size_t size) {
	char *kept = calloc(1, size + 2);
	memcpy(kept, options, size);
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

// snippet:start
func configure(options []string) int {
	joined := []byte(strings.Join(options, "\x00"))
	kept := C.keep(unsafe.Pointer(unsafe.SliceData(joined)), C.size_t(len(joined)))
	defer C.free(unsafe.Pointer(kept))
	return int(C.count(kept))
}

// snippet:end

func main() {
	if n := configure([]string{"a=1", "b=2"}); n != 2 {
		fmt.Println("options lost: C has", n)
		os.Exit(1)
	}
}
