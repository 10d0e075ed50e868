package places

import "unsafe"

type node struct {
	next *node
}

type packet struct {
	at    uint64
	kind  byte
	flags [7]byte
	rest  [8]byte
}

// Next is a pointer between two words.
func Next() *node {
	b := make([]byte, 64)
	return *(**node)(unsafe.Pointer(&b[4])) // want "`b\\[4\\]` starts 4 bytes behind the start of `b`: its address is a multiple only by chance of 8, as one of a `\\*node` has to be, which holds pointers" step "`b` may start at any address"
}

// Through is a struct that holds one.
func Through(p *packet) *node {
	return (*node)(unsafe.Pointer(&p.flags)).next // want "`p.flags` starts 9 bytes behind the start of `p`: its address is no multiple of 8" step "`p` starts at a multiple of 8"
}

// Flags are bytes.
func Flags(p packet) uint32 {
	return *(*uint32)(unsafe.Pointer(&p.flags[1])) // want "Is this built only for processors that read a `uint32` anywhere. `p.flags\\[1\\]` starts 10 bytes behind the start of `p`, and its address is no multiple of 4"
}

// Word is at an odd element.
func Word() uint64 {
	var list [4]uint32
	return *(*uint64)(unsafe.Pointer(&list[1])) // want "`list\\[1\\]` starts 4 bytes behind the start of `list`, and its address is a multiple only by chance of 8"
}

// Rest is aligned.
func Rest(p *packet) *node {
	return *(**node)(unsafe.Pointer(&p.rest)) // ok: 16 bytes behind the start
}

// Third is two words behind the start.
func Third() uint64 {
	var list [4]uint32
	return *(*uint64)(unsafe.Pointer(&list[2])) // ok: 8 bytes behind the start
}

// Half is a smaller type.
func Half() uint16 {
	b := make([]byte, 16)
	return *(*uint16)(unsafe.Pointer(&b[2])) // ok: 2 bytes behind the start
}

// Given may start anywhere.
func Given(b []byte) uint64 {
	return *(*uint64)(unsafe.Pointer(&b[1]))
}

// Bytes have no alignment.
func Bytes(p packet) [4]byte {
	return *(*[4]byte)(unsafe.Pointer(&p.flags[1]))
}
