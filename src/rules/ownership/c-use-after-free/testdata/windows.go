package windows

/*
#include <stdlib.h>
#include <string.h>
#include <sqlite3.h>

typedef struct { char *name; int size; } thing;
*/
import "C"

import (
	"bytes"
	"unsafe"
)

type Buffer struct {
	data *C.char
	size int
}

func newBuffer(data *C.char, size int) *Buffer {
	return &Buffer{data: data, size: size}
}

// Window returns a slice over what is freed before the caller sees it.
func Window(p unsafe.Pointer, n int) []byte {
	defer C.free(p)
	return unsafe.Slice((*byte)(p), n) // want "`p` is used after `C.free`, by `return`"
}

// Named does so with a string that a variable holds.
func Named(p *C.char, n int) string {
	text := unsafe.String((*byte)(unsafe.Pointer(p)), n)
	defer C.free(unsafe.Pointer(p))
	return text // want "`text` is used after `C.free`, by `return`"
}

// Above makes the slice above the free.
func Above(p unsafe.Pointer, n int) []byte {
	view := (*[1 << 20]byte)(p)[:n:n]
	C.free(p)
	return view // want "`view` is used after `C.free`, by `return`"
}

// First reads an element of it.
func First(p unsafe.Pointer, n int) byte {
	all := unsafe.Slice((*byte)(p), n)
	some := all[1:]
	C.free(p)
	return some[0] // want "`some` is used after `C.free`, by a dereference"
}

// Column reads text that ends with its statement.
func Column(stmt *C.sqlite3_stmt) string {
	text := C.sqlite3_column_text(stmt, 0)
	C.sqlite3_finalize(stmt)
	return C.GoString((*C.char)(unsafe.Pointer(text))) // want "`text` is used after `C.sqlite3_finalize`, by `C.GoString`"
}

// Wrapped returns a struct that holds what is freed.
func Wrapped(n int) *Buffer {
	data := (*C.char)(C.malloc(C.size_t(n)))
	defer C.free(unsafe.Pointer(data))
	return &Buffer{data: data, size: n} // want "`data` is used after `C.free`, by `return`"
}

// Made lets a function make the struct.
func Made(n int) *Buffer {
	data := (*C.char)(C.malloc(C.size_t(n)))
	defer C.free(unsafe.Pointer(data))
	return newBuffer(data, n) // want "`data` is used after `C.free`, by `return`"
}

type Message struct {
	text []byte
}

// Put puts the slice into the struct that it returns.
func Put(p unsafe.Pointer, n int) *Message {
	defer C.free(p)
	return &Message{text: unsafe.Slice((*byte)(p), n)} // want "`p` is used after `C.free`, by `return`"
}

// PutCopy puts a copy there.
func PutCopy(p unsafe.Pointer, n int) *Message {
	defer C.free(p) // ok: the struct holds a copy
	return &Message{text: append([]byte(nil), unsafe.Slice((*byte)(p), n)...)}
}

// Copied returns a string of its own.
func Copied(p unsafe.Pointer, n int) string {
	defer C.free(p) // ok: the caller gets a copy
	return string(unsafe.Slice((*byte)(p), n))
}

// CopiedLate copies a slice that a variable holds.
func CopiedLate(p unsafe.Pointer, n int) string {
	defer C.free(p) // ok: the caller gets a copy
	view := unsafe.Slice((*byte)(p), n)
	return string(view)
}

// Joined makes a new string.
func Joined(p unsafe.Pointer, n int) string {
	text := unsafe.String((*byte)(p), n)
	defer C.free(p) // ok: the caller gets a copy
	return text + "."
}

// Cloned copies by a function.
func Cloned(p unsafe.Pointer, n int) []byte {
	view := unsafe.Slice((*byte)(p), n)
	defer C.free(p) // ok: the caller gets a copy // ok: freed only where it is not kept
	return bytes.Clone(view)
}

// Length only asks how long the slice is.
func Length(p unsafe.Pointer, n int) int {
	view := unsafe.Slice((*byte)(p), n)
	C.free(p)
	return len(view) // ok: the memory is not read
}

// Again sets the slice anew.
func Again(p, q unsafe.Pointer, n int) []byte {
	view := unsafe.Slice((*byte)(p), n)
	C.free(p)
	view = unsafe.Slice((*byte)(q), n)
	return view // ok: another slice
}

// Moved looks at other memory by the time of the free.
func Moved(p, q unsafe.Pointer, n int) []byte {
	view := unsafe.Slice((*byte)(p), n)
	p = q
	C.free(p)
	return view // ok: what is freed is another object
}

// Row copies the text before the statement ends.
func Row(stmt *C.sqlite3_stmt) string {
	text := C.sqlite3_column_text(stmt, 0)
	row := C.GoString((*C.char)(unsafe.Pointer(text)))
	C.sqlite3_finalize(stmt)
	return row // ok: a copy
}

// Kept frees only where nothing is returned.
func Kept(n int) (buffer *Buffer) {
	data := (*C.char)(C.malloc(C.size_t(n)))
	isKept := false
	defer func() {
		if !isKept {
			C.free(unsafe.Pointer(data))
		}
	}()
	if n > 10 {
		return nil
	}
	isKept = true
	return newBuffer(data, n)
}

// Filled returns a struct with the pointer that it frees.
func Filled(n int) Buffer {
	buffer := Buffer{size: n}
	buffer.data = (*C.char)(C.malloc(C.size_t(n)))
	defer C.free(unsafe.Pointer(buffer.data)) // want "returns the object that keeps it in `buffer.data`: does anything read the field later"
	return buffer
}

// Offset returns how far into the text something is.
func Offset(text string) int {
	c := C.CString(text)
	defer C.free(unsafe.Pointer(c)) // ok: a distance is a number
	p := C.strchr(c, ':')
	if p == nil {
		return -1
	}
	return int(uintptr(unsafe.Pointer(p)) - uintptr(unsafe.Pointer(c)))
}

type match struct{ start int }

// Find puts the distance into a struct.
func Find(text string) *match {
	c := C.CString(text)
	defer C.free(unsafe.Pointer(c)) // ok: a distance is a number
	p := C.strchr(c, ':')
	return &match{start: int(uintptr(unsafe.Pointer(p)) - uintptr(unsafe.Pointer(c)))}
}

// Aligned returns a number that was made of the address.
func Aligned(n int) uintptr {
	p := C.malloc(C.size_t(n))
	defer C.free(p) // ok: no address is returned
	return uintptr(p) % 8
}

// Array copies the memory behind the pointer.
func Array() [4]byte {
	p := C.calloc(1, 4)
	defer C.free(p) // ok: an array is a value
	return *(*[4]byte)(p)
}

// ArrayLater keeps the copy in a variable.
func ArrayLater() string {
	p := C.calloc(1, 4)
	a := *(*[4]byte)(p)
	C.free(p) // ok: the variable holds a copy
	return string(a[:])
}

// Converted copies a slice into an array.
func Converted() [4]byte {
	p := C.calloc(1, 4)
	defer C.free(p) // ok: the conversion copies
	v := unsafe.Slice((*byte)(p), 4)
	return [4]byte(v)
}

// ConvertedLate does so behind the free.
func ConvertedLate() [4]byte {
	p := C.calloc(1, 4)
	v := unsafe.Slice((*byte)(p), 4)
	C.free(p)
	return [4]byte(v) // want "`v` is used after `C.free`, by a copy of it"
}

// Read copies the array behind the free.
func Read() [4]byte {
	p := C.calloc(1, 4)
	C.free(p)
	return *(*[4]byte)(p) // want "`p` is used after `C.free`, by a dereference"
}

// Prepared reads text of a statement that C put into the variable.
func Prepared(db *C.sqlite3, sql *C.char) string {
	var stmt *C.sqlite3_stmt
	if C.sqlite3_prepare_v2(db, sql, -1, &stmt, nil) != C.SQLITE_OK {
		return ""
	}
	C.sqlite3_step(stmt)
	text := C.sqlite3_column_text(stmt, 0)
	C.sqlite3_finalize(stmt)
	return C.GoString((*C.char)(unsafe.Pointer(text))) // want "`text` is used after `C.sqlite3_finalize`, by `C.GoString`"
}

// Twice ends another statement than the one that the text is of.
func Twice(db *C.sqlite3, first, second *C.char) string {
	var stmt *C.sqlite3_stmt
	C.sqlite3_prepare_v2(db, first, -1, &stmt, nil)
	C.sqlite3_step(stmt)
	text := C.sqlite3_column_text(stmt, 0)
	kept := stmt
	C.sqlite3_prepare_v2(db, second, -1, &stmt, nil)
	C.sqlite3_finalize(stmt) // ok: the text is of the first statement
	name := C.GoString((*C.char)(unsafe.Pointer(text)))
	C.sqlite3_finalize(kept)
	return name
}

// Each goes on to the next statement.
func Each(db *C.sqlite3, all []*C.char) (names []string) {
	for _, sql := range all {
		var stmt *C.sqlite3_stmt
		C.sqlite3_prepare_v2(db, sql, -1, &stmt, nil)
		C.sqlite3_step(stmt)
		text := C.sqlite3_column_text(stmt, 0)
		names = append(names, C.GoString((*C.char)(unsafe.Pointer(text))))
		C.sqlite3_finalize(stmt) // ok: the text was copied before
	}
	return names
}
