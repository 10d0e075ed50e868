package wasm

/*
typedef struct wasm_memorytype_t wasm_memorytype_t;
typedef struct wasm_limits_t { unsigned min, max; } wasm_limits_t;
typedef struct shape_t shape_t;

shape_t *shape_new(void);
void shape_delete(shape_t *);
const shape_t *shape_part(const shape_t *);
shape_t *shape_copy(const shape_t *);
*/
import "C"

import (
	"runtime"
	"unsafe"
)

type Shape struct {
	ptr   *C.shape_t
	owner any
}

// mkShape frees what has no owner.
func mkShape(ptr *C.shape_t, owner any) *Shape {
	shape := &Shape{ptr: ptr, owner: owner}
	if owner == nil {
		runtime.SetFinalizer(shape, func(s *Shape) { C.shape_delete(s.ptr) })
	}
	return shape
}

func New() *Shape {
	return mkShape(C.shape_new(), nil) // ok: nothing says that it is lent
}

// Part forgets the owner.
func (s *Shape) Part() *Shape {
	ptr := C.shape_part(s.ptr)
	runtime.KeepAlive(s)
	return mkShape(ptr, nil) // want "Does the finalizer of `Shape` free what it does not own\\? `C.shape_part` gives a pointer to const"
}

// PartCast does so behind a conversion.
func (s *Shape) PartCast() *Shape {
	return mkShape((*C.shape_t)(unsafe.Pointer(C.shape_part(s.ptr))), nil) // want "free what it does not own"
}

// PartOwned names it.
func (s *Shape) PartOwned() *Shape {
	return mkShape(C.shape_part(s.ptr), s) // ok: there is an owner
}

// Copy owns its copy.
func (s *Shape) Copy() *Shape {
	return mkShape(C.shape_copy(s.ptr), nil) // ok: a copy
}
