package packets

/*
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

typedef struct {
	uint32_t id;
	uint8_t kind[4];
} wire_header;

typedef struct {
	char *name;
	int id;
} named;

typedef struct lib_object lib_object;

static int write_all(const unsigned char *data, size_t size) { return data != NULL && size > 0; }
static int send_header(const wire_header *h) { return (int)h->id; }
static int send_named(const named *n) { return n->id; }
static int send_object(const lib_object *o) { return o != NULL; }
static int send_raw(const void *p) { return p != NULL; }
*/
import "C"

import (
	"runtime"
	"unsafe"
)

type header struct {
	id   uint32
	kind [4]uint8
}

type packet struct {
	header
	payload []byte
	name    string
}

type node struct {
	next *packet
	id   uint32
}

// Write sends a struct with a slice in it.
func Write(payload []byte) int {
	p := packet{payload: payload}
	return int(C.write_all((*C.uchar)(unsafe.Pointer(&p)), C.size_t(unsafe.Sizeof(p)))) // want "The cast to `\\*C.uchar` hides from cgo's check that what `&p` leads to holds Go pointers: `C.write_all` must not be given it"
}

// Send takes the struct for one of C without pointers.
func (p *packet) Send() int {
	return int(C.send_header((*C.wire_header)(unsafe.Pointer(p)))) // want "The cast to `\\*C.wire_header` hides from cgo's check that what `p` leads to holds Go pointers"
}

// Names gives C the headers of strings.
func Names(names []string) int {
	return int(C.write_all((*C.uchar)(unsafe.Pointer(&names[0])), 16)) // want "hides from cgo's check that what `&names\\[0\\]` leads to holds Go pointers"
}

// Next has a pointer to such a struct.
func Next(n node) int {
	return int(C.send_header((*C.wire_header)(unsafe.Pointer(&n)))) // want "what `&n` leads to holds Go pointers"
}

// Header sends plain numbers.
func (p *packet) Header() int {
	return int(C.send_header((*C.wire_header)(unsafe.Pointer(&p.header)))) // ok: numbers only
}

// Bytes sends the payload.
func (p *packet) Bytes() int {
	return int(C.write_all((*C.uchar)(unsafe.Pointer(&p.payload[0])), C.size_t(len(p.payload)))) // ok: the bytes
}

// Named sends a struct of C with a pointer in it, which cgo checks.
func (p *packet) Named() int {
	return int(C.send_named((*C.named)(unsafe.Pointer(p)))) // ok: cgo checks a type with pointers
}

// Object sends what C declares elsewhere.
func (p *packet) Object() int {
	return int(C.send_object((*C.lib_object)(unsafe.Pointer(p)))) // ok: what is in the type is not known
}

// Raw is checked by cgo.
func (p *packet) Raw() int {
	return int(C.send_raw(unsafe.Pointer(p))) // cgo checks a void pointer: there is no cast
}

// Slice is reported as the address of a header.
func Slice(payload []byte) int {
	return int(C.write_all((*C.uchar)(unsafe.Pointer(&payload)), 24)) // ok: cgo-slice-header-to-c reports it
}

// Pinned pins what the struct holds.
func Pinned(payload []byte) int {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	pinner.Pin(&payload[0])
	p := packet{payload: payload}
	return int(C.write_all((*C.uchar)(unsafe.Pointer(&p)), C.size_t(unsafe.Sizeof(p)))) // ok: the payload is pinned
}

// Foreign has the struct in memory of C.
func Foreign() int {
	p := (*packet)(C.calloc(1, C.size_t(unsafe.Sizeof(packet{}))))
	defer C.free(unsafe.Pointer(p))
	return int(C.write_all((*C.uchar)(unsafe.Pointer(p)), 8)) // ok: memory of C
}
