package views

import (
	"reflect"
	"unsafe"

	"example.com/wire"
)

// Of sees n bytes at p.
func Of(p unsafe.Pointer, n int) []byte {
	var view []byte
	header := (*reflect.SliceHeader)(unsafe.Pointer(&view)) // want "`reflect.SliceHeader` is deprecated, and its `Data` is a number that keeps no memory alive: of a slice, read it with `unsafe.SliceData` and `len`, and make it with `unsafe.Slice`"
	header.Data = uintptr(p)
	header.Len = n
	header.Cap = n
	return view
}

// Address reads where the elements are.
func Address(values []int32) uintptr {
	return (*reflect.SliceHeader)(unsafe.Pointer(&values)).Data // want "`reflect.SliceHeader` is deprecated"
}

// Bytes sees a string as bytes.
func Bytes(text string) (b []byte) {
	from := (*reflect.StringHeader)(unsafe.Pointer(&text)) // want "of a string, read it with `unsafe.StringData` and `len`, and make it with `unsafe.String`"
	to := (*reflect.SliceHeader)(unsafe.Pointer(&b))       // want "`reflect.SliceHeader` is deprecated"
	to.Data, to.Len, to.Cap = from.Data, from.Len, from.Len
	return b
}

// Word is reported by another rule: it is no slice.
func Word(n uintptr) int {
	return (*reflect.SliceHeader)(unsafe.Pointer(&n)).Len // want "`reflect.SliceHeader` is deprecated"
}

// Late keeps the address as a number.
func Late(values []int32) int {
	address := uintptr(unsafe.Pointer(&values))
	println(address)
	return (*reflect.SliceHeader)(unsafe.Pointer(address)).Len // want "`reflect.SliceHeader` is deprecated"
}

type header struct {
	data unsafe.Pointer
	len  int
}

// Own has a header of its own.
func Own(text string) unsafe.Pointer {
	return (*header)(unsafe.Pointer(&text)).data
}

// None has no header.
func None() bool {
	var header *reflect.SliceHeader
	return header == (*reflect.SliceHeader)(nil) // ok: a pointer to nothing
}

// Packet reads a header of a format.
func Packet(data []byte) *wire.SliceHeader {
	return (*wire.SliceHeader)(unsafe.Pointer(&data[0])) // ok: a header of another package
}

// Data is what took its place.
func Data(values []int32) *int32 {
	return unsafe.SliceData(values) // ok: no header
}
