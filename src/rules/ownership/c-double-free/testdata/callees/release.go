package entry

/*
#include <stdlib.h>
*/
import "C"

import "unsafe"

func release(p *C.char) {
	C.free(unsafe.Pointer(p))
}

func releaseAll(names []*C.char) {
	for _, name := range names {
		release(name)
	}
}

// Frees what its argument points to, and clears the caller's variable.
func clear(p **C.char) {
	C.free(unsafe.Pointer(*p))
	*p = nil
}
