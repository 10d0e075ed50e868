// Pin Go memory that C reaches through a pointer, or keeps after the call
//
// What a call of C is given directly is kept alive until the call returns. Two cases need more, and
// `runtime.Pinner` (Go 1.21) is for both:
//
//   - Memory that C is given holds pointers to other Go memory, as an array of `struct iovec` does. Each object that is
//     pointed to is pinned before the call, and unpinned after it.
//   - C keeps the pointer after the call returns. The Pinner lives as long as C has the pointer: it is stored with
//     the request, and unpinned where C has said that it is done.
//
// A slice is pinned by its first element, `pinner.Pin(&b[0])` or `pinner.Pin(unsafe.SliceData(b))`. A pinned object
// that itself holds Go pointers needs these pinned as well. A Pinner that becomes garbage with something still pinned
// ends the program with a panic: what is never finished is never forgotten.
package main

/*
#include <string.h>
#include <sys/uio.h>

static size_t gather(char *out, const struct iovec *parts, int count) {
	size_t length = 0;
	for (int i = 0; i < count; i++) {
		memcpy(out + length, parts[i].iov_base, parts[i].iov_len);
		length += parts[i].iov_len;
	}
	return length;
}

// One outstanding request, as a driver has many: start returns at once, and finish fills the buffer.
static char *pending;
static size_t pending_size;

static void start(char *buffer, size_t size) { pending = buffer; pending_size = size; }

static void finish(void) {
	memset(pending, 'x', pending_size);
	pending = NULL;
}
*/
import "C"

import (
	"fmt"
	"os"
	"runtime"
	"unsafe"
)

// snippet:start
// Gather joins the parts in C, without a copy of each first.
func Gather(out []byte, parts [][]byte) int {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	vectors := make([]C.struct_iovec, 0, len(parts))
	total := 0
	for _, part := range parts {
		if len(part) == 0 {
			continue
		}
		pinner.Pin(&part[0])
		vectors = append(vectors, C.struct_iovec{
			iov_base: unsafe.Pointer(&part[0]),
			iov_len:  C.size_t(len(part)),
		})
		total += len(part)
	}
	if total == 0 || total > len(out) {
		return 0
	}
	return int(C.gather((*C.char)(unsafe.Pointer(&out[0])), &vectors[0], C.int(len(vectors))))
}

// A Request is a read that C finishes later, into memory of Go.
type Request struct {
	pinner runtime.Pinner
	buffer []byte
}

func Start(size int) *Request {
	r := &Request{buffer: make([]byte, max(size, 1))}
	r.pinner.Pin(&r.buffer[0])
	C.start((*C.char)(unsafe.Pointer(&r.buffer[0])), C.size_t(size))
	return r
}

func (r *Request) Finish() []byte {
	C.finish()
	r.pinner.Unpin() // C has forgotten the pointer
	return r.buffer
}

// snippet:end

func main() {
	out := make([]byte, 16)
	// The parts are made at run time: literals would lie outside of the heap.
	parts := [][]byte{[]byte(os.Args[0])[:1], nil, []byte(os.Args[0])[1:4]}
	n := Gather(out, parts)
	check(string(out[:n]) == os.Args[0][:4], "the parts are joined")

	r := Start(64)
	runtime.GC()
	runtime.GC()
	buffer := r.Finish()
	check(len(buffer) == 64 && buffer[0] == 'x' && buffer[63] == 'x', "C has filled the buffer")
}

func check(ok bool, what string) {
	if !ok {
		fmt.Println("wrong:", what)
		os.Exit(1)
	}
}
