package zmq

/*
#include <stdlib.h>
#include <string.h>

typedef struct {
	void *data;
	size_t size;
} message;

static message *receive(void) {
	message *m = malloc(sizeof(message));
	m->data = strdup("abc");
	m->size = 3;
	return m;
}
*/
import "C"

import (
	"reflect"
	r "reflect"
	"unsafe"
)

var shared = reflect.SliceHeader{} // want "`reflect.SliceHeader`"

// Bytes builds the slice from a header of its own.
func Bytes(text string) []byte {
	header := reflect.SliceHeader{ // want "`reflect.SliceHeader`"
		Data: uintptr(unsafe.Pointer(unsafe.StringData(text))),
		Len:  len(text),
		Cap:  len(text),
	}
	return *(*[]byte)(unsafe.Pointer(&header))
}

// Message does it over memory of C.
func Message() []byte {
	m := C.receive()
	return *(*[]byte)(unsafe.Pointer(&reflect.SliceHeader{ // want "`reflect.SliceHeader`"
		Data: uintptr(m.data),
		Len:  int(m.size),
		Cap:  int(m.size),
	}))
}

// Declared fills a plain variable.
func Declared(data []int32) []byte {
	var header reflect.SliceHeader // want "`reflect.SliceHeader`"
	header.Data = uintptr(unsafe.Pointer(unsafe.SliceData(data)))
	header.Len = len(data) * 4
	header.Cap = cap(data) * 4
	return *(*[]byte)(unsafe.Pointer(&header))
}

// Text allocates a string header.
func Text(data []byte) string {
	header := new(reflect.StringHeader) // want "`reflect.StringHeader`"
	header.Data = uintptr(unsafe.Pointer(unsafe.SliceData(data)))
	header.Len = len(data)
	return *(*string)(unsafe.Pointer(header))
}

// Pointer takes the address of a string header literal.
func Pointer(data []byte) string {
	header := &reflect.StringHeader{Data: uintptr(unsafe.Pointer(unsafe.SliceData(data))), Len: len(data)} // want "`reflect.StringHeader`"
	return *(*string)(unsafe.Pointer(header))
}

// Renamed imports the package under another name.
func Renamed(addr uintptr, n int) []byte {
	header := r.SliceHeader{Data: addr, Len: n, Cap: n} // want "`(r|reflect).SliceHeader`"
	return *(*[]byte)(unsafe.Pointer(&header))
}

// Several declares two at once.
func Several(b []byte) int {
	var from, to reflect.SliceHeader // want "`reflect.SliceHeader`"
	from.Len = len(b)
	to.Len = from.Len
	return to.Len + shared.Len
}
