package rados

/*
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static int io_write(const char *oid, const char *buf, size_t len) {
	(void)oid;
	(void)buf;
	return (int)len;
}

static int io_sizes(uint64_t *sizes, int n) {
	(void)sizes;
	return n;
}

static int io_list(char *buf, size_t *len) {
	if (buf == NULL)
		*len = 0;
	return 0;
}

static int io_lock(const unsigned char *key, size_t len) {
	(void)key;
	return (int)len;
}
*/
import "C"

import (
	"errors"
	"log"
	"unsafe"
)

var errOid = errors.New("rados: no object id")

// IOContext is a pool's handle.
type IOContext struct{ pool string }

// Write takes any slice of its caller, the empty one too.
func (ioctx *IOContext) Write(oid string, data []byte) int {
	coid := C.CString(oid)
	defer C.free(unsafe.Pointer(coid))
	return int(C.io_write(coid, (*C.char)(unsafe.Pointer(&data[0])), C.size_t(len(data)))) // want "`&data.0.` panics when `data` is empty"
}

// WriteFull tests for nil only: a slice that is not nil can be empty.
func (ioctx *IOContext) WriteFull(oid string, data []byte) (int, error) {
	if data == nil {
		return 0, errors.New("rados: no data")
	}
	coid := C.CString(oid)
	defer C.free(unsafe.Pointer(coid))
	p := (*C.char)(unsafe.Pointer(&data[0])) // want "`&data.0.` panics when `data` is empty"
	return int(C.io_write(coid, p, C.size_t(len(data)))), nil
}

// Append tests the length of another argument.
func (ioctx *IOContext) Append(oid string, data []byte) (int, error) {
	if len(oid) == 0 {
		return 0, errOid
	}
	coid := C.CString(oid)
	defer C.free(unsafe.Pointer(coid))
	return int(C.io_write(
		coid,
		(*C.char)(unsafe.Pointer(&data[0])), // want "`&data.0.` panics when `data` is empty"
		C.size_t(len(data)),
	)), nil
}

// Logged notices the empty slice and goes on.
func (ioctx *IOContext) Logged(oid string, data []byte) int {
	if len(data) == 0 {
		log.Print("rados: empty write to ", oid)
	}
	coid := C.CString(oid)
	defer C.free(unsafe.Pointer(coid))
	return int(C.io_write(coid, (*C.char)(unsafe.Pointer(&data[0])), C.size_t(len(data)))) // want "`&data.0.` panics when `data` is empty"
}

// Late tests after the address was taken.
func (ioctx *IOContext) Late(data []byte) int {
	p := (*C.uchar)(&data[0]) // want "`&data.0.` panics when `data` is empty"
	if len(data) == 0 {
		return 0
	}
	return int(C.io_lock(p, C.size_t(len(data))))
}

// Bounded tests the upper bound only.
func (ioctx *IOContext) Bounded(data []byte) int {
	if len(data) > 1<<20 {
		return -1
	}
	return int(C.io_lock((*C.uchar)(unsafe.Pointer(&data[0])), C.size_t(len(data)))) // want "`&data.0.` panics when `data` is empty"
}

// Sizes makes as many numbers as it was given names: none for none.
func Sizes(names []string) int {
	sizes := make([]C.uint64_t, len(names))
	for i, name := range names {
		sizes[i] = C.uint64_t(len(name))
	}
	return int(C.io_sizes(&sizes[0], C.int(len(sizes)))) // want "`&sizes.0.` panics when `sizes` is empty"
}

// Numbers takes a variadic argument, which is empty where the caller gives none.
func Numbers(numbers ...uint64) int {
	return int(C.io_sizes((*C.uint64_t)(unsafe.Pointer(&numbers[0])), C.int(len(numbers)))) // want "`&numbers.0.` panics when `numbers` is empty"
}

// List makes a buffer of the length that C reports, and C may report none.
func List() []byte {
	var n C.size_t
	C.io_list(nil, &n)
	buf := make([]byte, n)
	C.io_list((*C.char)(unsafe.Pointer(&buf[0])), &n) // want "`&buf.0.` panics when `buf` is empty"
	return buf[:n]
}

// Lock converts a string, which may be empty.
func Lock(key string) int {
	raw := []byte(key)
	return int(C.io_lock((*C.uchar)(unsafe.Pointer(&raw[0])), C.size_t(len(raw)))) // want "`&raw.0.` panics when `raw` is empty"
}

func readInto(n int) []byte {
	buf := make([]byte, n)
	size := C.size_t(n)
	C.io_list((*C.char)(unsafe.Pointer(&buf[0])), &size) // ok: only this package calls it, and with what is not read here
	return buf
}

// Branches tests on one path and takes the address on the other.
func Branches(data []byte, strict bool) int {
	if strict {
		if len(data) == 0 {
			return -1
		}
		return int(C.io_lock((*C.uchar)(unsafe.Pointer(&data[0])), C.size_t(len(data)))) // ok: tested on this path
	}
	return int(C.io_lock((*C.uchar)(unsafe.Pointer(&data[0])), 0)) // want "`&data.0.` panics when `data` is empty"
}
