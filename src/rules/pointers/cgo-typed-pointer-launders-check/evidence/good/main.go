// C reads a struct of its own, with a copy of the text.
package main

/*
#include <stdlib.h>

typedef struct {
	const char *name;
	unsigned size;
} header;

static int first(const header *h) { return h->name[0]; }
*/
import "C"

import (
	"fmt"
	"unsafe"
)

// snippet:start
func first(name string) int {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname))
	h := C.header{name: cname, size: 8}
	return int(C.first(&h))
}

// snippet:end

func main() {
	fmt.Println(first(fmt.Sprint("name ", 1)) == 'n')
}
