package path

/*
#include <stdlib.h>
#include <string.h>

typedef struct info { char *name; int size; } info;
info *info_new(const char *path);
int path_depth(const char *path);
int path_join(const char *a, const char *b);
char *path_base(const char *path);
*/
import "C"

import (
	"errors"
	"unsafe"
)

type Path struct {
	path *C.char
	base *C.char
}

// The defer is missing.
func depth(path string) C.int {
	cpath := C.CString(path)
	C.free(unsafe.Pointer(cpath)) // step "free"
	return C.path_depth(cpath)    // want "`cpath`.*after"
}

func text(path string) string {
	cpath := C.CString(path)
	base := C.path_base(cpath)
	C.free(unsafe.Pointer(cpath))
	C.free(unsafe.Pointer(base)) // step "free"
	return C.GoString(base)      // want "`base`.*after"
}

func size(path string) C.int {
	cpath := C.CString(path)
	defer C.free(unsafe.Pointer(cpath))
	i := C.info_new(cpath)
	C.free(unsafe.Pointer(i))
	return i.size // want "`i`.*after"
}

func write(path string) {
	buf := (*[16]byte)(C.malloc(16))
	C.free(unsafe.Pointer(buf))
	buf[0] = path[0] // want "`buf`.*after"
}

func dereferenced() C.int {
	n := (*C.int)(C.malloc(4))
	*n = 42
	C.free(unsafe.Pointer(n))
	return *n // want "`n`.*after"
}

func raw() {
	p := C.malloc(16)
	C.free(p)
	C.memset(p, 0, 16) // want "`p`.*after"
}

// The freed pointer is still used through its second name.
func alias(path string) C.int {
	cpath := C.CString(path)
	p := unsafe.Pointer(cpath)
	C.free(p)
	return C.path_depth(cpath) // want "`cpath`.*after"
}

func returned(path string) *C.char {
	cpath := C.CString(path)
	C.free(unsafe.Pointer(cpath))
	return cpath // want "`cpath`.*after"
}

// The error path frees and goes on.
func joined(a, b string) (C.int, error) {
	ca, cb := C.CString(a), C.CString(b)
	defer C.free(unsafe.Pointer(cb))
	var err error
	if C.path_depth(ca) == 0 {
		C.free(unsafe.Pointer(ca)) // step "free"
		err = errors.New("not a path")
	}
	n := C.path_join(ca, cb) // want "`ca`.*after"
	return n, err
}

func deferredUse(path string) {
	cpath := C.CString(path)
	defer C.free(unsafe.Pointer(cpath)) // ok: runs after the last use
	C.path_depth(cpath)
}

func freedLast(path string) C.int {
	cpath := C.CString(path)
	n := C.path_depth(cpath)
	C.free(unsafe.Pointer(cpath)) // ok: the last use lies above
	return n
}

func errorPath(path string) (C.int, error) {
	cpath := C.CString(path)
	n := C.path_depth(cpath)
	if n < 0 {
		C.free(unsafe.Pointer(cpath)) // ok: this path returns
		return 0, errors.New("not a path")
	}
	m := C.path_join(cpath, cpath)
	C.free(unsafe.Pointer(cpath))
	return m, nil
}

func reassigned(a, b string) C.int {
	cpath := C.CString(a)
	n := C.path_depth(cpath)
	C.free(unsafe.Pointer(cpath))
	cpath = C.CString(b) // ok: a new string
	n += C.path_depth(cpath)
	C.free(unsafe.Pointer(cpath))
	return n
}

func cleared(path string) C.int {
	cpath := C.CString(path)
	C.free(unsafe.Pointer(cpath))
	cpath = nil
	return C.path_depth(cpath) // ok: nil, not the freed string
}

func compared(path string) bool {
	cpath := C.CString(path)
	C.free(unsafe.Pointer(cpath))
	return cpath == nil // ok: only the value of the pointer is compared
}

func copied(path string) string {
	cpath := C.CString(path)
	base := C.path_base(cpath)
	s := C.GoString(base)
	C.free(unsafe.Pointer(base))
	C.free(unsafe.Pointer(cpath))
	return s // ok: a copy in Go memory
}

func fieldCopied(path string) C.int {
	cpath := C.CString(path)
	defer C.free(unsafe.Pointer(cpath))
	i := C.info_new(cpath)
	n := i.size
	C.free(unsafe.Pointer(i.name))
	C.free(unsafe.Pointer(i))
	return n // ok: copied before the free
}

func (p *Path) set(path string) {
	C.free(unsafe.Pointer(p.path))
	p.path = C.CString(path) // ok: a new string
	C.path_depth(p.path)
}

func (p *Path) close() {
	C.free(unsafe.Pointer(p.path))
	p.path = nil
	C.free(unsafe.Pointer(p.base)) // ok: another field
	p.base = nil
}

func swapped(a, b string) C.int {
	first, second := C.CString(a), C.CString(b)
	C.free(unsafe.Pointer(first))
	first, second = second, nil
	n := C.path_depth(first) // ok: what was in the second variable
	C.free(unsafe.Pointer(first))
	C.free(unsafe.Pointer(second))
	return n
}

func shadowed(a, b string) C.int {
	cpath := C.CString(a)
	C.free(unsafe.Pointer(cpath))
	{
		cpath := C.CString(b)
		defer C.free(unsafe.Pointer(cpath))
		return C.path_depth(cpath) // ok: the inner variable
	}
}

func addressOnly(path string) {
	cpath := C.CString(path)
	C.free(unsafe.Pointer(cpath))
	fill(&cpath) // ok: gives it a new value
	C.path_depth(cpath)
	C.free(unsafe.Pointer(cpath))
}

func fill(p **C.char) {
	*p = C.CString("new")
}
