// Package memory breaks the rules of C's memory, one in each function, and keeps them in its twin.
package memory

/*
#include <stdlib.h>
#include "buffer.h"

static int second_of(const int *values) {
	return values[1];
}
*/
import "C"

import "unsafe"

const length = 8

func newBuffer() *C.int {
	return (*C.int)(C.calloc(length, C.size_t(unsafe.Sizeof(C.int(0)))))
}

func free(buffer *C.int) {
	C.free(unsafe.Pointer(buffer))
}

func ReadInCFileAfterFree() int {
	buffer := newBuffer()
	free(buffer)
	return int(C.first_of(buffer))
}

func ReadInCFileBeforeFree() int {
	buffer := newBuffer()
	defer free(buffer)
	return int(C.first_of(buffer))
}

func ReadInPreambleAfterFree() int {
	buffer := newBuffer()
	free(buffer)
	return int(C.second_of(buffer))
}

func ReadInPreambleBeforeFree() int {
	buffer := newBuffer()
	defer free(buffer)
	return int(C.second_of(buffer))
}

func ReadInGoAfterFree() int {
	buffer := newBuffer()
	free(buffer)
	return int(*buffer)
}

func ReadInGoBeforeFree() int {
	buffer := newBuffer()
	defer free(buffer)
	return int(*buffer)
}

func SliceAfterFree() int {
	buffer := newBuffer()
	view := unsafe.Slice(buffer, length)
	free(buffer)
	return int(view[length-1])
}

func SliceBeforeFree() int {
	buffer := newBuffer()
	defer free(buffer)
	view := unsafe.Slice(buffer, length)
	return int(view[length-1])
}

func FreeTwice() {
	buffer := newBuffer()
	free(buffer)
	free(buffer)
}

func FreeOnce() {
	buffer := newBuffer()
	free(buffer)
}

func FreeInside() {
	buffer := newBuffer()
	free((*C.int)(unsafe.Add(unsafe.Pointer(buffer), 4)))
}

func FreeAtStart() {
	buffer := newBuffer()
	inside := (*C.int)(unsafe.Add(unsafe.Pointer(buffer), 4))
	*inside = 1
	free(buffer)
}

func ReadBehindHeap() int {
	buffer := newBuffer()
	defer free(buffer)
	return int(C.last_of(buffer, length+1))
}

func ReadLastOfHeap() int {
	buffer := newBuffer()
	defer free(buffer)
	return int(C.last_of(buffer, length))
}

func WriteBehindStack() int {
	return int(C.sum_on_stack(length + 1))
}

func WriteLastOfStack() int {
	return int(C.sum_on_stack(length))
}

func LoseString(text string) int {
	return int(*C.CString(text))
}

func ReleaseString(text string) int {
	copied := C.CString(text)
	defer C.free(unsafe.Pointer(copied))
	return int(*copied)
}
