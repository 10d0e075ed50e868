package relations

/*
#include <stddef.h>

typedef struct {
	int w;
} image;

static int put(const image *images, int n) { return images != NULL && n > 0; }
static int fill(void *buf, int n) { return buf != NULL && n > 0; }
*/
import "C"

import "unsafe"

type context struct{ n int }

// SetIcon makes as many as it was given, and tests the count.
func SetIcon(images []int) {
	count := len(images)
	cimages := make([]C.image, count)
	var p *C.image
	if count > 0 {
		p = &cimages[0] // ok: made with the count that was tested
	}
	C.put(p, C.int(count))
}

// Names tests the length of the source.
func Names(keys, values []string) {
	if len(keys) != len(values) {
		panic("relations: lengths differ")
	}
	list := make([]C.image, len(values))
	if len(keys) > 0 {
		C.put(&list[0], C.int(len(list))) // ok: as long as the slice that was tested
	}
}

// Send replaces the empty slice of its caller.
func Send(data []byte) {
	d := data
	if len(data) == 0 {
		d = []byte{0}
	}
	C.fill(unsafe.Pointer(&d[0]), C.int(len(d))) // ok: replaced when empty
}

// Indexed has read an element before.
func Indexed(data []byte) byte {
	first := data[0]
	C.fill(unsafe.Pointer(&data[0]), C.int(len(data))) // ok: an element was read
	return first
}

// Timeout tests another number of the same call.
func Timeout(data []byte, timeout int) {
	if timeout > 0 {
		C.fill(unsafe.Pointer(&data[0]), C.int(timeout)) // want "`&data.0.` panics when `data` is empty"
	}
}

// Named results start empty.
func Named() (params []byte, err error) {
	C.fill(unsafe.Pointer(&params[0]), 0) // want "`&params.0.` panics: `params` is empty here"
	return params, nil
}

func (c *context) Put(data []byte) {
	C.fill(unsafe.Pointer(&data[0]), C.int(len(data))) // ok: a method of an unexported type
}
