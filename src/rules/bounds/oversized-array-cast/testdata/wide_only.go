package wide

/*
#cgo CXXFLAGS: -DENGINE_SMIS_ON_64BIT_ARCH
#cgo linux LDFLAGS: -L${SRCDIR}/deps/linux_x86_64 -lengine
#cgo darwin LDFLAGS: -L${SRCDIR}/deps/darwin_x86_64 -lengine
#include <stdlib.h>
*/
import "C"

import "unsafe"

// Values is linked with a library that there is for 64 bits alone.
func Values(p unsafe.Pointer, n int) []*C.char {
	return (*[1 << 30]*C.char)(p)[:n:n] // ok: the package is linked for 64 bits alone
}
