package rbd

/*
#include <stddef.h>
#include <stdint.h>

typedef int (*iterate_cb)(uint64_t ofs, size_t len, void *arg);
typedef struct { void *user_data; } options;

int image_iterate(void *image, iterate_cb cb, void *arg);
int image_open(void *image, int fd, void *arg);
int image_count(void *image);
void *image_base(void *image);
uintptr_t image_address(void *image);

extern int goIterate(uint64_t ofs, size_t len, void *arg);
*/
import "C"

import (
	"sync"
	"sync/atomic"
	"unsafe"
)

type image struct{ c unsafe.Pointer }

type callback func(uint64, int) int

var (
	mu        sync.Mutex
	callbacks []callback
	byID      = map[uintptr]callback{}
	nextID    uintptr
	lastKey   uintptr = 100
)

//export goIterate
func goIterate(ofs C.uint64_t, n C.size_t, arg unsafe.Pointer) C.int {
	return C.int(callbacks[uintptr(arg)](uint64(ofs), int(n)))
}

// Iterate passes the index of a slice as user data.
func (img *image) Iterate(cb callback) int {
	index := len(callbacks)
	callbacks = append(callbacks, cb)
	return int(C.image_iterate(img.c, C.iterate_cb(C.goIterate), unsafe.Pointer(uintptr(index)))) // want "A number becomes a pointer, and is no address: `index` is of the type `int`"
}

func register(cb callback) uintptr {
	mu.Lock()
	defer mu.Unlock()
	id := nextID
	nextID++
	byID[id] = cb
	return id
}

// Registered passes what a registry counts up.
func (img *image) Registered(cb callback) int {
	return int(C.image_iterate(img.c, C.iterate_cb(C.goIterate), unsafe.Pointer(register(cb)))) // want "`register\\(cb\\)` gives no more than a count or an index"
}

// Keyed counts atomically.
func (img *image) Keyed(cb callback) int {
	key := atomic.AddUintptr(&lastKey, 1)
	arg := unsafe.Pointer(key) // want "`lastKey` is a counter"
	return int(C.image_iterate(img.c, C.iterate_cb(C.goIterate), arg))
}

// Counted has a number of C.
func (img *image) Counted() int {
	return int(C.image_open(img.c, 3, unsafe.Pointer(uintptr(C.image_count(img.c))))) // want "`C.image_count\\(img.c\\)` is of the type `C.int`"
}

// Fixed has a constant.
func (img *image) Fixed() int {
	const mode = 2
	return int(C.image_open(img.c, 3, unsafe.Pointer(uintptr(mode)))) // want "it is the constant 2"
}

// options stores the identifier in a struct of C.
func options(id int) *C.options {
	return &C.options{user_data: unsafe.Pointer(uintptr(id))} // want "`id` is of the type `int`"
}

// voidPtr is a converter: who calls it shows what it gets.
func voidPtr(i uintptr) unsafe.Pointer {
	return unsafe.Pointer(i) // want "A number becomes a pointer"
}

func (img *image) Converted(cb callback) int {
	id := uintptr(len(callbacks))
	return int(C.image_iterate(img.c, C.iterate_cb(C.goIterate), voidPtr(id))) // step "this call passes a number"
}

// VoidPtr hides the conversion from vet.
func VoidPtr(i uintptr) unsafe.Pointer {
	var null unsafe.Pointer
	return unsafe.Pointer(uintptr(null) + i) // want "Arithmetic on a nil pointer makes a pointer of the integer `i` alone"
}

func added(n uintptr) unsafe.Pointer {
	return unsafe.Add(unsafe.Pointer(nil), n) // want "Arithmetic on a nil pointer"
}

// Offset is not asked about, since it is known.
func Offset(n int) unsafe.Pointer {
	var null unsafe.Pointer
	return unsafe.Add(null, n) // want "A number becomes a pointer, and is no address: `n` is of the type `int`"
}

// Base is an address that C gives.
func (img *image) Base() unsafe.Pointer {
	return unsafe.Pointer(uintptr(C.image_address(img.c))) // ok: an address of C
}

// Next steps through memory of C.
func (img *image) Next(n int) unsafe.Pointer {
	return unsafe.Pointer(uintptr(C.image_base(img.c)) + uintptr(n)) // ok: arithmetic on a pointer of C
}

// Invalid is a sentinel that C knows.
func (img *image) Invalid() int {
	return int(C.image_open(img.c, 3, unsafe.Pointer(^uintptr(0)))) // ok: only C gets it
}

// None is nil.
func (img *image) None() int {
	return int(C.image_open(img.c, 3, unsafe.Pointer(uintptr(0)))) // ok: nil
}
