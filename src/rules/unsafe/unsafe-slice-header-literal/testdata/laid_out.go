package laidout

/*
#include <stddef.h>

typedef struct {
	void *data;
	ptrdiff_t len, cap;
} c_slice;

typedef struct c_string {
	char *p;
	ptrdiff_t n;
} c_string;

struct short_slice {
	void *data;
	int len, cap;
};

struct flags {
	void *data;
	size_t len : 4;
	size_t cap;
};
*/
import "C"

import (
	"reflect"
	"unsafe"
)

type words struct {
	Data     uintptr
	Len, Cap int
}

type named struct {
	name string
	data unsafe.Pointer
	n    C.size_t
}

type inner struct {
	data *byte
}

type outer struct {
	inner
	len, cap int
}

// OfC reads what C lays out as a slice and a string of Go are.
func OfC(m *C.c_slice, s *C.c_string, t C.struct_c_string) int {
	a := (*reflect.SliceHeader)(unsafe.Pointer(&m.data)) // ok: length and capacity stand behind it
	b := (*reflect.StringHeader)(unsafe.Pointer(&s.p))   // ok: the length stands behind it
	c := (*reflect.StringHeader)(unsafe.Pointer(&t.p))   // ok: the length stands behind it
	return a.Len + b.Len + c.Len
}

// OfGo does so with structs of Go.
func OfGo(w *words, n named, o *outer) int {
	a := (*reflect.SliceHeader)(unsafe.Pointer(&w.Data))  // ok: length and capacity stand behind it
	b := (*reflect.StringHeader)(unsafe.Pointer(&n.data)) // ok: the length stands behind it
	c := (*reflect.SliceHeader)(unsafe.Pointer(&o.data))  // ok: what is behind an embedded struct is not looked at
	return a.Len + b.Len + c.Len
}

// TooFew has a length and no capacity, or what is none.
func TooFew(s *C.c_string, h *C.struct_short_slice, f *C.struct_flags, w *words, n named) int {
	a := (*reflect.SliceHeader)(unsafe.Pointer(&s.p))    // want "`s.p` is a pointer, not a slice"
	b := (*reflect.SliceHeader)(unsafe.Pointer(&h.data)) // want "`h.data` is a pointer, not a slice"
	c := (*reflect.SliceHeader)(unsafe.Pointer(&f.data)) // want "`f.data` is a pointer, not a slice"
	d := (*reflect.SliceHeader)(unsafe.Pointer(&w.Len))  // want "`w.Len` is of type `int`, not a slice"
	e := (*reflect.SliceHeader)(unsafe.Pointer(&n.data)) // want "`n.data` is a pointer, not a slice"
	return a.Len + b.Len + c.Len + d.Len + e.Len
}
