package pfring

/*
#include <stdint.h>
#include <stdlib.h>

typedef struct { uint32_t caplen; uint32_t len; } header;

int ring_count(void *ring, uintptr_t result);
int ring_read(void *ring, uintptr_t buf, unsigned long n);
int ring_stats(void *ring, unsigned long stats);
int ring_next(void *ring, uintptr_t hdr);
int ring_keep(void *ring, int *result);
*/
import "C"

import (
	"runtime"
	"unsafe"
)

type Ring struct {
	c   unsafe.Pointer
	hdr C.header
}

// Count passes the address of a local variable.
func (r *Ring) Count() int {
	var result C.int
	C.ring_count(r.c, C.uintptr_t(uintptr(unsafe.Pointer(&result)))) // want "`C.ring_count` gets the address `&result` as an integer.*`result` is on the goroutine's stack"
	return int(result)
}

// Alive keeps the variable alive, which does not take it off the stack.
func (r *Ring) Alive() int {
	var hdr C.header
	C.ring_next(r.c, C.uintptr_t(uintptr(unsafe.Pointer(&hdr)))) // want "`hdr` is on the goroutine's stack"
	runtime.KeepAlive(&hdr)
	return int(hdr.len)
}

// Stats has the integer in a variable.
func (r *Ring) Stats() uint64 {
	var stats [4]uint64
	addr := uintptr(unsafe.Pointer(&stats[0])) // want "`C.ring_stats` gets the address `&stats\\[0\\]` as an integer" step "the address becomes an integer"
	C.ring_stats(r.c, C.ulong(addr))           // step "`C.ring_stats` gets it"
	return stats[0] + stats[1]
}

// Read makes a buffer that the compiler can put on the stack.
func (r *Ring) Read() byte {
	buf := make([]byte, 64)
	C.ring_read(r.c, C.uintptr_t(uintptr(unsafe.Pointer(&buf[0]))), C.ulong(len(buf))) // want "`buf` is on the goroutine's stack"
	return buf[0]
}

// Drain uses a buffer on the heap only here.
func (r *Ring) Drain(n int) {
	buf := make([]byte, n)
	C.ring_read(r.c, C.uintptr_t(uintptr(unsafe.Pointer(unsafe.SliceData(buf)))), C.ulong(n)) // want "nothing uses `buf` behind the call"
}

// ReadN gives the buffer to its caller.
func (r *Ring) ReadN(n int) []byte {
	buf := make([]byte, n)
	C.ring_read(r.c, C.uintptr_t(uintptr(unsafe.Pointer(&buf[0]))), C.ulong(n)) // ok: returned, so it is on the heap and alive
	return buf
}

// DrainAlive keeps the buffer alive, which is on the heap for its size.
func (r *Ring) DrainAlive(n int) {
	buf := make([]byte, n)
	C.ring_read(r.c, C.uintptr_t(uintptr(unsafe.Pointer(&buf[0]))), C.ulong(n)) // ok: on the heap, and kept alive
	runtime.KeepAlive(buf)
}

// Pinned is on the heap and stays there.
func (r *Ring) Pinned() int {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	var result C.int
	pinner.Pin(&result)
	C.ring_count(r.c, C.uintptr_t(uintptr(unsafe.Pointer(&result)))) // ok: pinned
	return int(result)
}

// Next passes the address of a field of the object that the caller has.
func (r *Ring) Next() int {
	return int(C.ring_next(r.c, C.uintptr_t(uintptr(unsafe.Pointer(&r.hdr))))) // ok: the caller's object
}

// Malloced is memory of C.
func (r *Ring) Malloced() int {
	buf := C.malloc(64)
	defer C.free(buf)
	return int(C.ring_read(r.c, C.uintptr_t(uintptr(buf)), 64)) // ok: memory of C
}

// Both passes the pointer to another function, too, and so it is on the heap.
func (r *Ring) Both() int {
	var result C.int
	C.ring_keep(r.c, &result)
	C.ring_count(r.c, C.uintptr_t(uintptr(unsafe.Pointer(&result)))) // ok: on the heap, and used behind the call
	return int(result)
}

// Large is on the heap for its size.
func (r *Ring) Large() byte {
	var buf [1 << 20]byte
	C.ring_read(r.c, C.uintptr_t(uintptr(unsafe.Pointer(&buf[0]))), 1<<20) // ok: too large for the stack
	return buf[0]
}

// Given is a caller's, which need not use it again.
func (r *Ring) Given(buf []byte) int {
	return int(C.ring_read(r.c, C.uintptr_t(uintptr(unsafe.Pointer(&buf[0]))), C.ulong(len(buf)))) // want "`C.ring_read` gets the address `&buf\\[0\\]` as an integer, and nothing here uses `buf` behind the call: does each caller keep it until C is done\\?"
}

// GivenLater makes it an integer first.
func (r *Ring) GivenLater(buf []byte) int {
	address := C.uintptr_t(uintptr(0))
	if len(buf) > 0 {
		address = C.uintptr_t(uintptr(unsafe.Pointer(&buf[0]))) // want "does each caller keep it until C is done" step "the address becomes an integer"
	}
	return int(C.ring_read(r.c, address, C.ulong(len(buf)))) // step "`C.ring_read` gets it"
}

func (r *Ring) GivenKept(buf []byte) int {
	n := C.ring_read(r.c, C.uintptr_t(uintptr(unsafe.Pointer(&buf[0]))), C.ulong(len(buf))) // ok: kept alive
	runtime.KeepAlive(buf)
	return int(n)
}

func (r *Ring) GivenRead(buf []byte) []byte {
	n := C.ring_read(r.c, C.uintptr_t(uintptr(unsafe.Pointer(&buf[0]))), C.ulong(len(buf))) // ok: used behind the call
	return buf[:n]
}

func (r *Ring) GivenAgain(buf []byte) {
	for C.ring_next(r.c, 0) != 0 {
		C.ring_read(r.c, C.uintptr_t(uintptr(unsafe.Pointer(&buf[0]))), C.ulong(len(buf))) // ok: the next round uses it
	}
}

// fill is only called where the slice is used later.
func (r *Ring) fill(buf []byte) int {
	return int(C.ring_read(r.c, C.uintptr_t(uintptr(unsafe.Pointer(&buf[0]))), C.ulong(len(buf)))) // ok: its callers keep it
}

func (r *Ring) Fill(buf []byte) string {
	n := r.fill(buf)
	return string(buf[:n])
}
