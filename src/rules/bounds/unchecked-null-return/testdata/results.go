package results

/*
#include <stdlib.h>
#include <time.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include "grid.h"

typedef struct {
	int width;
	struct cell *cells;
} shape;

static shape *shape_of(int kind) {
	if (kind < 0) {
		return NULL;
	}
	return malloc(sizeof(shape));
}
*/
import "C"

import (
	"errors"
	"unsafe"
)

type Error struct {
	Code    int
	Message string
}

func newError(err C.virErrorPtr) Error {
	return Error{int(err.code), C.GoString(err.message)}
}

func checkedError(err C.virErrorPtr) Error {
	if err == nil {
		return Error{}
	}
	return Error{int(err.code), C.GoString(err.message)}
}

// LastError hands it to a function of the package that dereferences it.
func LastError() Error {
	err := C.virGetLastError() // want "May `C.virGetLastError` return nil here\\? The documentation of libvirt says that it may be NULL, and `newError`, which gets the pointer at line \\d+, dereferences it without a check"
	virErr := newError(err)
	C.virResetError(err)
	return virErr
}

// SafeError hands it to one that checks.
func SafeError() Error {
	return checkedError(C.virGetLastError()) // ok: the function asks
}

// Code dereferences it itself.
func Code() int {
	err := C.virGetLastError() // want "return nil here.*, and the pointer is dereferenced at line \\d+ without a check"
	return int(err.code)
}

// Known checks it.
func Known() int {
	err := C.virGetLastError() // ok: it is compared with nil above
	if err == nil {
		return 0
	}
	return int(err.code)
}

// Either dereferences it only where it is not nil.
func Either() int {
	err := C.virGetLastError() // ok: it is asked in the same condition
	if err != nil && err.code != 0 {
		return int(err.code)
	}
	return 0
}

// Width uses a result of which a body in the package says that it may be NULL.
func Width(kind int) int {
	s := C.shape_of(C.int(kind)) // want "May `C.shape_of` return nil here\\? Its body returns NULL on some path"
	defer C.free(unsafe.Pointer(s))
	return int(s.width)
}

// Late checks it behind the first use.
func Late(kind int) (int, error) {
	s := C.shape_of(C.int(kind)) // want "return nil here"
	width := int(s.width)
	if s == nil {
		return 0, errors.New("no shape")
	}
	C.free(unsafe.Pointer(s))
	return width, nil
}

// Errno takes the other sign of failure.
func Errno(kind int) (int, error) {
	s, err := C.shape_of(C.int(kind))
	if err != nil {
		return 0, err
	}
	return int(s.width), nil
}

// Buffer is from C.malloc, which ends the process where there is no memory.
func Buffer(n int) byte {
	p := (*C.char)(C.malloc(C.size_t(n)))
	defer C.free(unsafe.Pointer(p))
	return byte(*p)
}

// Year may well be told so by nobody.
func Year(g *C.grid) int {
	cell := C.grid_cell(g)
	return int(cell.year)
}
