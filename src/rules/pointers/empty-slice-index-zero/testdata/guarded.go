package yara

/*
#include <stdint.h>
#include <stdlib.h>

#define NAME_LIMIT 64

static int scan(const uint8_t *buf, size_t len) { return buf != NULL && len > 0; }
static int fill(char *buf, size_t len) { return buf != NULL && len > 0; }
static int ids(int *ids, int n) { return ids != NULL && n > 0; }
static int count(void) { return 0; }
*/
import "C"

import (
	"errors"
	"unsafe"
)

var errEmpty = errors.New("yara: empty buffer")

const headerSize = 16

func ptr(buf []byte) *C.uint8_t {
	return (*C.uint8_t)(unsafe.Pointer(unsafe.SliceData(buf))) // ok: no index
}

// EarlyReturn leaves when there is nothing.
func EarlyReturn(buf []byte) int {
	if len(buf) == 0 {
		return 0
	}
	return int(C.scan((*C.uint8_t)(unsafe.Pointer(&buf[0])), C.size_t(len(buf)))) // ok: returned when empty
}

// NilOrShort leaves on either.
func NilOrShort(buf []byte) error {
	if buf == nil || len(buf) < 1 {
		return errEmpty
	}
	C.scan((*C.uint8_t)(unsafe.Pointer(&buf[0])), C.size_t(len(buf))) // ok: returned when empty
	return nil
}

// Inside takes the address only where there is an element.
func Inside(buf []byte) int {
	var p *C.uint8_t
	if len(buf) > 0 {
		p = (*C.uint8_t)(unsafe.Pointer(&buf[0])) // ok: inside the test
	}
	return int(C.scan(p, C.size_t(len(buf))))
}

// InsideNot compares with zero the other way round.
func InsideNot(buf []byte, deep bool) int {
	if deep && 0 != len(buf) {
		return int(C.scan((*C.uint8_t)(unsafe.Pointer(&buf[0])), C.size_t(len(buf)))) // ok: inside the test
	}
	return 0
}

// Otherwise takes the address in the else branch.
func Otherwise(buf []byte) int {
	if len(buf) == 0 {
		return int(C.scan(nil, 0))
	} else {
		return int(C.scan((*C.uint8_t)(unsafe.Pointer(&buf[0])), C.size_t(len(buf)))) // ok: the else of the test
	}
}

// Length keeps the length in a variable.
func Length(buf []byte) int {
	n := len(buf)
	if n == 0 {
		return 0
	}
	return int(C.scan((*C.uint8_t)(unsafe.Pointer(&buf[0])), C.size_t(n))) // ok: tested through `n`
}

// LengthOrZero replaces an empty slice where its length, kept in a variable, is 0.
func LengthOrZero(buf []byte) int {
	n := len(buf)
	if n == 0 {
		buf = []byte{0}
	}
	return int(C.scan((*C.uint8_t)(unsafe.Pointer(&buf[0])), C.size_t(n))) // ok: replaced where `n` is 0
}

// LengthInit declares it in the if statement.
func LengthInit(buf []byte) int {
	if n := len(buf); n > 0 {
		return int(C.scan((*C.uint8_t)(unsafe.Pointer(&buf[0])), C.size_t(n))) // ok: tested through `n`
	}
	return 0
}

// Switch takes the empty case away.
func Switch(buf []byte) int {
	switch len(buf) {
	case 0:
		return 0
	default:
		return int(C.scan((*C.uint8_t)(unsafe.Pointer(&buf[0])), C.size_t(len(buf)))) // ok: the other case of the switch
	}
}

// SwitchTrue is a switch without a tag.
func SwitchTrue(buf []byte) int {
	switch {
	case len(buf) == 0:
		return 0
	case len(buf) > 1<<20:
		return -1
	}
	return int(C.scan((*C.uint8_t)(unsafe.Pointer(&buf[0])), C.size_t(len(buf)))) // ok: the switch returned when empty
}

// Panics stops the empty slice with its own message.
func Panics(buf []byte) int {
	if len(buf) == 0 {
		panic("yara: empty buffer")
	}
	return int(C.scan((*C.uint8_t)(unsafe.Pointer(&buf[0])), C.size_t(len(buf)))) // ok: panicked when empty
}

// Header wants a whole header.
func Header(buf []byte) error {
	if len(buf) < headerSize {
		return errEmpty
	}
	C.scan((*C.uint8_t)(unsafe.Pointer(&buf[0])), headerSize) // ok: at least headerSize bytes
	return nil
}

// Exact wants one length.
func Exact(digest []byte) error {
	if len(digest) != 20 {
		return errEmpty
	}
	C.scan((*C.uint8_t)(unsafe.Pointer(&digest[0])), 20) // ok: exactly 20 bytes
	return nil
}

// AtLeast takes the address only of a long one.
func AtLeast(buf []byte) int {
	if len(buf) >= 4 {
		return int(C.scan((*C.uint8_t)(unsafe.Pointer(&buf[0])), 4)) // ok: at least 4 bytes
	}
	return 0
}

// Default replaces the empty slice.
func Default(buf []byte) int {
	if len(buf) == 0 {
		buf = []byte{0}
	}
	return int(C.scan((*C.uint8_t)(unsafe.Pointer(&buf[0])), C.size_t(len(buf)))) // ok: replaced when empty
}

// Range is in the body of a loop over the slice.
func Range(buf []byte) int {
	matches := 0
	for i := range buf {
		matches += int(C.scan((*C.uint8_t)(unsafe.Pointer(&buf[0])), C.size_t(i+1))) // ok: the loop runs once an element
	}
	return matches
}

// Index is in the body of a counting loop.
func Index(buf []byte) int {
	matches := 0
	for i := 0; i < len(buf); i++ {
		matches += int(C.scan((*C.uint8_t)(unsafe.Pointer(&buf[0])), C.size_t(i+1))) // ok: the loop runs once an element
	}
	return matches
}

// Chunks goes on while something is left.
func Chunks(buf []byte) {
	for len(buf) > 0 {
		n := min(len(buf), 4096)
		C.scan((*C.uint8_t)(unsafe.Pointer(&buf[0])), C.size_t(n)) // ok: the loop's condition
		buf = buf[n:]
	}
}

// Continue skips the empty ones.
func Continue(bufs [][]byte) {
	for _, buf := range bufs {
		if len(buf) == 0 {
			continue
		}
		C.scan((*C.uint8_t)(unsafe.Pointer(&buf[0])), C.size_t(len(buf))) // ok: skipped when empty
	}
}

// Both tests two slices at once.
func Both(a, b []byte) {
	if len(a) == 0 || len(b) == 0 {
		return
	}
	C.scan((*C.uint8_t)(unsafe.Pointer(&a[0])), C.size_t(len(a))) // ok: returned when either is empty
	C.scan((*C.uint8_t)(unsafe.Pointer(&b[0])), C.size_t(len(b))) // ok: returned when either is empty
}

// IDs makes as many elements as the tested slice has.
func IDs(names []string) int {
	if len(names) == 0 {
		return 0
	}
	ids := make([]C.int, len(names))
	return int(C.ids(&ids[0], C.int(len(ids)))) // ok: made with a length that is not 0
}

// Reported tests the length that C reports.
func Reported() int {
	n := C.count()
	if n <= 0 {
		return 0
	}
	ids := make([]C.int, n)
	return int(C.ids(&ids[0], n)) // ok: made with a length that is not 0
}

// Closure takes the address in a function literal that runs after the test.
func Closure(buf []byte) func() int {
	if len(buf) == 0 {
		return nil
	}
	return func() int {
		return int(C.scan((*C.uint8_t)(unsafe.Pointer(&buf[0])), C.size_t(len(buf)))) // ok: tested before the literal is made
	}
}

func scanChunk(chunk []byte) int {
	return int(C.scan((*C.uint8_t)(unsafe.Pointer(&chunk[0])), C.size_t(len(chunk)))) // ok: its only caller tests
}

// ScanChunks calls it for chunks that hold something.
func ScanChunks(chunks [][]byte) int {
	total := 0
	for _, chunk := range chunks {
		if len(chunk) > 0 {
			total += scanChunk(chunk)
		}
	}
	return total
}

// A closure that gives the variable its elements, or is called once it has some.
func capturedAndMade(sizes func(func(int))) []byte {
	var buf []byte
	sizes(func(size int) {
		buf = make([]byte, size)
		C.fill((*C.char)(unsafe.Pointer(&buf[0])), C.size_t(len(buf))) // ok: the closure makes it anew, and the callee chooses the size
	})
	return buf
}

func capturedAndSetLater() {
	var buf []byte
	fill := func() {
		C.fill((*C.char)(unsafe.Pointer(&buf[0])), C.size_t(len(buf))) // ok: it is called behind the assignment
	}
	buf = make([]byte, 16)
	fill()
}

type block [8]C.char

const blockSize = 8

// An array has its elements without any being written.
func arrays() {
	a := [4]C.char{}
	C.fill(&a[0], 4) // ok: an array
	b := [blockSize + 1]C.char{}
	C.fill(&b[0], 9) // ok: an array with a computed length
	c := block{}
	C.fill(&c[0], 8) // ok: a named array
	d := &[4]C.char{}
	C.fill(&d[0], 4) // ok: a pointer to an array
}
