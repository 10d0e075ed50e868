package names

/*
#include <stdlib.h>

int name_check(const char *name);
*/
import "C"

import "unsafe"

type maker struct{}

func (maker) CString(s string) string { return s }

func check(s string) string { return s }

// Another CString is no allocation of C.
func other(m maker, s string) string {
	return check(m.CString(s)) // ok: a method of a Go type
}

// C.CBytes is none of this rule's business.
func bytes(b []byte) C.int {
	p := C.CBytes(b) // ok: not a C string
	defer C.free(p)
	return C.name_check((*C.char)(p))
}

func parenthesised(s string) C.int {
	return (C.name_check)((C.CString(s))) // want "`C.name_check`.*freed"
}

func nested(s string) C.int {
	return C.int(C.name_check(C.CString(s))) + 1 // want "`C.name_check`.*freed"
}

// A Go function literal that frees.
func literal(s string) C.int {
	return func(cs *C.char) C.int {
		defer C.free(unsafe.Pointer(cs))
		return C.name_check(cs)
	}(C.CString(s)) // ok: the function literal frees its parameter
}
