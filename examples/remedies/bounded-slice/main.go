// See memory of C as a slice, for a bounded time
//
// `unsafe.Slice` copies nothing: the slice is valid as long as C's memory is, and the garbage collector knows nothing
// of that. So the slice is lent to a function, and the memory is freed when the function has returned: the borrower
// cannot free it too early. What it wants to keep it copies, with `bytes.Clone` or `C.GoBytes`.
//
// A length that comes from C is checked before it becomes the length of a slice: negative, larger than the protocol
// allows, or not 0 with a NULL pointer. The capacity ends with the memory, so that `append` makes a copy.
package main

/*
#include <stdlib.h>
#include <string.h>

typedef struct {
	unsigned char *data;
	long size;
} frame;

static frame *frame_read(long size) {
	frame *f = malloc(sizeof *f);
	if (f == NULL) return NULL;
	f->data = size > 0 ? malloc(size) : NULL;
	f->size = size;
	if (f->data != NULL) memset(f->data, 7, size);
	return f;
}

static void frame_free(frame *f) {
	free(f->data);
	free(f);
}
*/
import "C"

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"unsafe"
)

// snippet:start
const maxFrame = 16 << 20

// WithFrame lends the bytes of a frame to use; they are gone when it returns.
func WithFrame(size int, use func(data []byte) error) error {
	f := C.frame_read(C.long(size))
	if f == nil {
		return errors.New("frame_read: out of memory")
	}
	defer C.frame_free(f)
	switch {
	case f.size < 0 || f.size > maxFrame:
		return fmt.Errorf("frame of %d bytes", f.size)
	case f.size > 0 && f.data == nil:
		return fmt.Errorf("frame of %d bytes without data", f.size)
	}
	return use(unsafe.Slice((*byte)(f.data), int(f.size)))
}

// Frame returns a copy, for a caller who keeps it.
func Frame(size int) (data []byte, err error) {
	err = WithFrame(size, func(lent []byte) error {
		data = bytes.Clone(lent)
		return nil
	})
	return data, err
}

// snippet:end

func main() {
	sum := 0
	err := WithFrame(4, func(data []byte) error {
		for _, b := range data {
			sum += int(b)
		}
		return nil
	})
	check(err == nil && sum == 28, "a frame that is lent")
	data, err := Frame(4)
	check(err == nil && bytes.Equal(data, []byte{7, 7, 7, 7}), "a copy")
	data, err = Frame(0)
	check(err == nil && len(data) == 0, "an empty frame")
	_, err = Frame(-1)
	check(err != nil, "a negative length is refused")
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}

func check(ok bool, what string) {
	if !ok {
		fmt.Println("wrong:", what)
		os.Exit(1)
	}
}
