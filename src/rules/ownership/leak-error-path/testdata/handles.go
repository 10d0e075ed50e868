package handles

/*
#include <matrix.h>
*/
import "C"

import (
	"errors"
	"unsafe"
)

var errMatrix = errors.New("matrix")

type Matrix struct {
	c *C.matrix
}

// Child ends by a name that leaves nothing.
func (m *Matrix) Child() (int, error) {
	child := C.matrix_child(m.c) // want "`child` from `C.matrix_child` is not freed where the function returns at line 23, while line 25 frees it with `C.child_destroy`: is that meant"
	if C.matrix_det(child) != 0 {
		return 0, errMatrix
	}
	C.child_destroy(child)
	return 1, nil
}

// Items goes on before it frees.
func (m *Matrix) Items(n int) []int {
	var out []int
	for i := 0; i < n; i++ {
		item := C.matrix_item(m.c, C.int(i)) // want "`item` from `C.matrix_item` is not freed where its block ends at line 35, while line 38 frees it with `C.matrix_item_free`"
		if C.matrix_det(item) == 0 {
			continue
		}
		out = append(out, int(C.matrix_value(item)))
		C.matrix_item_free(item)
	}
	return out
}

// Cursor has a pair of names.
func (m *Matrix) Cursor() int {
	cursor := C.matrix_cursor_open(m.c) // want "`cursor` from `C.matrix_cursor_open` is not freed where the function returns at line 47, while line 49 frees it with `C.matrix_cursor_close`"
	if C.matrix_next(cursor) != 0 {
		return 0
	}
	C.matrix_cursor_close(cursor)
	return 1
}

// Bytes converts it to a pointer.
func (m *Matrix) Bytes() []byte {
	raw := C.matrix_raw(m.c) // want "`raw` from `C.matrix_raw` is not freed where the function returns at line 57, while line 60 frees it with `C.matrix_release`"
	if C.matrix_next(raw) != 0 {
		return nil
	}
	bytes := C.GoBytes(unsafe.Pointer(raw), 16)
	C.matrix_release(raw)
	return bytes
}

// Lock is a status, as far as anybody knows.
func (m *Matrix) Lock() int {
	state := C.matrix_lock(m.c) // not asked: it may be no object, and the release may be of something else
	if C.matrix_next(state) != 0 {
		return 0
	}
	C.matrix_release(state)
	return 1
}

// Count is a number.
func (m *Matrix) Count() C.int {
	var n C.int
	n = C.matrix_reserve(m.c) // not asked: a number is nothing to free
	if C.matrix_next(n) != 0 {
		return 0
	}
	C.matrix_destroy(n)
	return n
}

// Sub tests the handle itself.
func (m *Matrix) Sub() int {
	sub := C.matrix_sub(m.c) // not asked: what is compared with a number is one
	if sub < 0 {
		return 0
	}
	C.sub_destroy(sub)
	return 1
}

// Take hands it on.
func (m *Matrix) Take() *Matrix {
	child := C.matrix_child(m.c) // ok: handed on, or destroyed
	if C.matrix_det(child) == 0 {
		return &Matrix{c: child}
	}
	C.child_destroy(child)
	return nil
}
