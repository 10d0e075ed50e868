package winrt

import (
	"reflect"
	"unsafe"
)

type hstring struct {
	buffer uintptr
	parts  [3]uintptr
	view   []byte
}

type handle uintptr

// Units takes the address of the variable for that of what it holds.
func Units(get func() uintptr, n int) []uint16 {
	var buffer uintptr
	buffer = get()
	header := *(*reflect.SliceHeader)(unsafe.Pointer(&buffer)) // want "`buffer` is of type `uintptr`, not a slice: as a `reflect.SliceHeader` its length and capacity are taken from what lies behind it"
	header.Len = n
	header.Cap = n
	return *(*[]uint16)(unsafe.Pointer(&header))
}

// Text does so with a pointer.
func Text(p *byte, n int) string {
	header := (*reflect.StringHeader)(unsafe.Pointer(&p)) // want "`p` is a pointer, not a string: as a `reflect.StringHeader` its length is taken from what lies behind it"
	header.Len = n
	return *(*string)(unsafe.Pointer(header))
}

// Field does so with a field, and a type that is a number by its definition.
func Field(h *hstring, raw unsafe.Pointer, own handle) int {
	a := (*reflect.SliceHeader)(unsafe.Pointer(&h.buffer)) // want "`h.buffer` is of type `uintptr`, not a slice"
	b := (*reflect.SliceHeader)(unsafe.Pointer(&raw))      // want "`raw` is a pointer, not a slice"
	c := (*reflect.SliceHeader)(unsafe.Pointer(&own))      // want "`own` is of type `uintptr`, not a slice"
	return a.Len + b.Len + c.Len
}

// Actual uses slices, strings, and what is laid out as one.
func Actual(h *hstring, s []byte, text string, any interface{}, words []uintptr) int {
	a := (*reflect.SliceHeader)(unsafe.Pointer(&s))        // ok: an actual slice
	b := (*reflect.SliceHeader)(unsafe.Pointer(&h.view))   // ok: an actual slice
	c := (*reflect.StringHeader)(unsafe.Pointer(&text))    // ok: an actual string
	d := (*reflect.StringHeader)(unsafe.Pointer(&s))       // ok: a slice starts with what a string is
	e := (*reflect.SliceHeader)(unsafe.Pointer(&h.parts))  // ok: three words
	f := (*reflect.SliceHeader)(unsafe.Pointer(&words[0])) // ok: may be the first of three words
	g := (*reflect.SliceHeader)(unsafe.Pointer(h))         // ok: not the address of a variable
	i := (*reflect.SliceHeader)(unsafe.Pointer(&any))      // ok: nothing is said of an interface
	return a.Len + b.Len + c.Len + d.Len + e.Len + f.Len + g.Len + i.Len
}
