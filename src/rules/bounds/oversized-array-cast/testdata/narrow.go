package list

/*
#include <stdint.h>
#include <lxc/lxccontainer.h>
typedef struct node { const char *name; int id; } node;
struct tag { char c; };
*/
import "C"

import (
	"math"
	"unsafe"
)

// Names has pointers of 4 or 8 bytes.
func Names(names **C.char, n int) []string {
	found := make([]string, 0, n)
	for _, name := range (*[1 << 30]*C.char)(unsafe.Pointer(names))[:n:n] { // want "`\\[1 << 30\\]\\*C.char` does not compile for 32-bit systems: it has 4 GiB there, and a type must stay below 2 GiB"
		found = append(found, C.GoString(name))
	}
	return found
}

// Bytes has one element too many.
func Bytes(p unsafe.Pointer, n int) string {
	return string((*[1 << 31]byte)(p)[:n:n]) // want "`\\[1 << 31\\]byte` does not compile for 32-bit systems: it has 2 GiB there"
}

// Words has wide elements.
func Words(p *C.uint64_t, n, i int) C.uint64_t {
	words := (*[1 << 28]C.uint64_t)(unsafe.Pointer(p)) // want "`\\[1 << 28\\]C.uint64_t` does not compile for 32-bit systems"
	return words[i]
}

// Fits is the largest that does.
func Fits(names **C.char, n int) *C.char {
	return (*[1<<29 - 1]*C.char)(unsafe.Pointer(names))[:n:n][0] // ok: below 2 GiB
}

// Most is the largest array of bytes.
func Most(p unsafe.Pointer, n int) string {
	return string((*[math.MaxInt32]byte)(p)[:n:n]) // ok: below 2 GiB
}

// Nodes has elements of five bytes at least.
func Nodes(p *C.node, n int) C.int {
	return (*[1 << 29]C.node)(unsafe.Pointer(p))[:n:n][0].id // want "`\\[1 << 29\\]C.node` does not compile for 32-bit systems: it has at least 2684354560 bytes there"
}

// Snapshots has elements of a size that only a header tells.
func Snapshots(p *C.struct_lxc_snapshot, n int) string {
	return C.GoString((*[1 << 30]C.struct_lxc_snapshot)(unsafe.Pointer(p))[:n:n][0].name) // want "Is this built for 32-bit systems\\? `\\[1 << 30\\]C.struct_lxc_snapshot` does not compile there unless `C.struct_lxc_snapshot` has one byte only"
}

// Fewer is small enough for most sizes.
func Fewer(p *C.struct_lxc_snapshot, n int) string {
	return C.GoString((*[1 << 26]C.struct_lxc_snapshot)(unsafe.Pointer(p))[:n:n][0].name) // ok: elements of 31 bytes fit
}

// Tags has the smallest elements.
func Tags(p *C.struct_tag, n int) C.char {
	return (*[1 << 30]C.struct_tag)(unsafe.Pointer(p))[:n:n][0].c // ok: one byte each
}
