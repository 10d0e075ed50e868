//go:build amd64 || arm64

package wide

// static char **names(void);
import "C"

import "unsafe"

// Name is built for 64-bit systems alone.
func Name(names **C.char, n, i int) *C.char {
	return (*[1 << 30]*C.char)(unsafe.Pointer(names))[:n:n][i] // ok: never built for 32-bit systems
}
