package ebpf

import (
	"reflect"
	"unsafe"
)

type bytesHeader struct {
	header *reflect.SliceHeader // ok: a pointer
}

// SliceHeader has the name only.
type SliceHeader struct {
	Version uint8
	Length  uint32
}

const headerSize = unsafe.Sizeof(reflect.SliceHeader{}) // ok: only measured

// Length reads the header of a slice that exists.
func Length(b []byte) int {
	header := (*reflect.SliceHeader)(unsafe.Pointer(&b)) // ok: the header of a real slice
	return header.Len
}

// Bytes writes through the header of a slice that exists.
func Bytes(text string) []byte {
	var b []byte
	to := (*reflect.SliceHeader)(unsafe.Pointer(&b))       // ok: the header of a real slice
	from := (*reflect.StringHeader)(unsafe.Pointer(&text)) // ok: the header of a real string
	to.Data = from.Data
	to.Len = from.Len
	to.Cap = from.Len
	return b
}

// Declared declares a pointer to a header, with the cast as its value.
func Declared(b []byte) uintptr {
	var header *reflect.SliceHeader = (*reflect.SliceHeader)(unsafe.Pointer(&b)) // ok: a pointer
	return header.Data
}

// Late declares the pointer first.
func Late(text string) int {
	var header *reflect.StringHeader // ok: a pointer
	header = (*reflect.StringHeader)(unsafe.Pointer(&text))
	return header.Len
}

// Empty is a pointer that is nil.
func Empty() bool {
	header := (*reflect.SliceHeader)(nil) // ok: a pointer
	return header == nil
}

// Size measures the types.
func Size() uintptr {
	return headerSize + unsafe.Sizeof(reflect.StringHeader{}) // ok: only measured
}

// Wrap keeps the pointer of its parameter.
func Wrap(header *reflect.SliceHeader) bytesHeader { // ok: a pointer
	return bytesHeader{header: header} // ok: a literal of another type
}

// Own uses the type of this package.
func Own() uint32 {
	h := SliceHeader{Version: 1, Length: 8} // ok: a type of this package
	var other SliceHeader                   // ok: a type of this package
	third := new(SliceHeader)               // ok: a type of this package
	return h.Length + other.Length + third.Length
}

// Slice is what replaced the header.
func Slice(p unsafe.Pointer, n int) []byte {
	return unsafe.Slice((*byte)(p), n) // ok: no header
}

// Values uses other types of the package.
func Values(v any) (reflect.Value, reflect.StructField) {
	var field reflect.StructField // ok: another type
	if v == nil {
		return reflect.Value{}, field // ok: another type
	}
	return reflect.ValueOf(v), field
}

// Local has a type of that name in the function.
func Local() int {
	type StringHeader struct{ Len int }
	var header StringHeader // ok: a type of this function
	return header.Len + (&StringHeader{Len: 2}).Len
}

// Fill sets the header of a slice that exists.
func Fill(list unsafe.Pointer, n int) []uintptr {
	var devices []uintptr
	*(*reflect.SliceHeader)(unsafe.Pointer(&devices)) = reflect.SliceHeader{ // ok: the header of a real slice
		Data: uintptr(list),
		Len:  n,
		Cap:  n,
	}
	return devices
}
