package given

/*
#include <usb_like.h>
#include <stdlib.h>

typedef struct { int width, height; unsigned char *pixels; } picture;
typedef struct { int count; const int *items; } list;
typedef struct { void *buffer; size_t length; } chunk;
typedef struct job { void *owner; unsigned char *data; struct job *next; } job;

int draw(picture *p);
int total(list *l);
int submit(job *j);
int size_of(job *j);
*/
import "C"

import (
	"image"
	"runtime"
	"unsafe"
)

// A C function of a library gives a pointer to a type that only its header knows.
func fill(buf []byte) {
	transfer := C.libusb_alloc_transfer(0)
	if transfer == nil {
		return
	}
	transfer.length = C.int(len(buf))
	transfer.buffer = (*C.uchar)(unsafe.Pointer(&buf[0])) // want "`transfer.buffer` is in memory of C and gets the address of Go memory that is not pinned: `buf` is a Go slice"
	C.libusb_submit_transfer(transfer)
	C.libusb_free_transfer(transfer)
}

func fillWithCopy(buf []byte) {
	transfer := C.libusb_alloc_transfer(0)
	if transfer == nil {
		return
	}
	data := C.CBytes(buf)
	transfer.buffer = (*C.uchar)(data) // ok: memory of C
	C.libusb_submit_transfer(transfer)
	C.libusb_free_transfer(transfer)
	C.free(data)
}

type writer struct {
	chunk *C.chunk
	own   []byte
}

// The field is what the literal gave it.
func newWriter() *writer {
	chunk := (*C.chunk)(C.malloc(C.sizeof_chunk))
	w := &writer{chunk: chunk, own: make([]byte, 4096)}
	w.chunk.buffer = unsafe.Pointer(&w.own[0]) // want "`w.chunk.buffer` is in memory of C and gets the address of Go memory that is not pinned: `w.own` is a Go slice"
	return w
}

func newOwnWriter() *writer {
	w := &writer{chunk: new(C.chunk), own: make([]byte, 4096)}
	w.chunk.buffer = unsafe.Pointer(&w.own[0]) // ok: memory of Go
	return w
}

func newSetWriter() *writer {
	w := &writer{chunk: (*C.chunk)(C.malloc(C.sizeof_chunk)), own: make([]byte, 4096)}
	w.chunk = new(C.chunk)
	w.chunk.buffer = unsafe.Pointer(&w.own[0]) // ok: the field was set again
	return w
}

// What the caller has is C's, or is given to C: it may hold no Go pointer in either case.
func send(j *C.job, done chan struct{}) int {
	j.owner = unsafe.Pointer(&done)
	return int(C.submit(j)) // want "`C.submit` is given `j`, which holds the address of Go memory that is not pinned: `done` is a Go variable"
}

func sendPinned(j *C.job, data []byte) int {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	pinner.Pin(&data[0])
	j.data = (*C.uchar)(unsafe.Pointer(&data[0]))
	return int(C.submit(j)) // ok: pinned
}

func sendMore(j, next *C.job) int {
	j.next = next
	return int(C.submit(j)) // ok: who made it is not known
}

func sendLater(j *C.job, data []byte) int {
	size := int(C.size_of(j)) // ok: it is stored behind the call
	j.data = (*C.uchar)(unsafe.Pointer(&data[0]))
	return size
}

// The pixels of an image are a Go slice.
func paint(img image.Image) int {
	var p C.picture
	var pixels *uint8
	switch img := img.(type) {
	case *image.RGBA:
		pixels = &img.Pix[0]
	default:
		own := image.NewRGBA(img.Bounds())
		pixels = &own.Pix[0]
	}
	p.pixels = (*C.uchar)(pixels)
	return int(C.draw(&p)) // want "`C.draw` is given `&p`, which holds the address of other Go memory that is not pinned: `img.Pix` is a Go slice"
}

type numbers struct {
	Count int32
	Items *int32
}

func (n *numbers) cptr() *C.list {
	return (*C.list)(unsafe.Pointer(n))
}

// A method gives the address of its receiver as a pointer of C.
func sum(items []int32) int {
	n := numbers{Count: int32(len(items)), Items: &items[0]}
	return int(C.total(n.cptr())) // want "`C.total` is given `n.cptr\\(\\)`, which holds the address of other Go memory that is not pinned: `items` is a Go slice"
}

func sumOfNone() int {
	n := numbers{}
	return int(C.total(n.cptr())) // ok: nothing is in it
}
