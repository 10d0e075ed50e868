package cephfs

/*
#include <stdint.h>
#include <stdlib.h>

typedef struct {
	uint32_t len;
	uint32_t kind;
	uint64_t stamp;
} record;

static record *first_record(int n) { return calloc(n, sizeof(record)); }
static uintptr_t user_data(void) { return 0; }
*/
import "C"

import "unsafe"

type cursor struct {
	head *C.record
	n    int
}

// Records steps over memory of C with an integer; the collector does not manage it.
func Records(n int) uint64 {
	first := C.first_record(C.int(n))
	defer C.free(unsafe.Pointer(first))
	addr := uintptr(unsafe.Pointer(first))
	sum := uint64(0)
	for i := 0; i < n; i++ {
		r := (*C.record)(unsafe.Pointer(addr)) // ok: memory of C
		sum += uint64(r.stamp)
		addr += C.sizeof_record
	}
	return sum
}

// Next takes a pointer to C's struct as its parameter.
func Next(r *C.record) *C.record {
	addr := uintptr(unsafe.Pointer(r))
	addr += uintptr(r.len)
	return (*C.record)(unsafe.Pointer(addr)) // ok: memory of C
}

// Walk reads the pointer from a field of the wrapper.
func (c *cursor) Walk() uint64 {
	base := uintptr(unsafe.Pointer(c.head))
	sum := uint64(0)
	for i := 0; i < c.n; i++ {
		r := (*C.record)(unsafe.Pointer(base + uintptr(i)*C.sizeof_record)) // ok: memory of C
		sum += uint64(r.stamp)
	}
	return sum
}

// Alloc keeps the result of C.malloc as a number.
func Alloc(n int) unsafe.Pointer {
	block := C.malloc(C.size_t(n))
	addr := uintptr(block)
	return unsafe.Pointer(addr) // ok: memory of C
}

// UserData turns a number of C back into a pointer of C.
func UserData() unsafe.Pointer {
	data := uintptr(C.user_data())
	return unsafe.Pointer(data) // ok: the number comes from C
}
