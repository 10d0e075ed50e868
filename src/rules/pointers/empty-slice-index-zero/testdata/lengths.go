package gokogiri

/*
#include <stdlib.h>

#define NAME_LIMIT 64

static int fill(char *buf, size_t len) { return buf != NULL && len > 0; }
static int parse(const unsigned char *buf, size_t len) { return buf != NULL && len > 0; }
int count(void);
static int ids(int *ids, int n) { return ids != NULL && n > 0; }
*/
import "C"

import "unsafe"

const bufferSize = 1024

type document struct {
	scratch [256]byte
}

// Array has its length in its type.
func Array() int {
	var buf [bufferSize]byte
	return int(C.fill((*C.char)(unsafe.Pointer(&buf[0])), C.size_t(len(buf)))) // ok: an array
}

// Field is an array in a struct.
func (d *document) Field() int {
	return int(C.fill((*C.char)(unsafe.Pointer(&d.scratch[0])), C.size_t(len(d.scratch)))) // ok: an array
}

// ArrayParameter is an array behind a pointer.
func ArrayParameter(digest *[32]byte) int {
	return int(C.fill((*C.char)(unsafe.Pointer(&digest[0])), 32)) // ok: an array
}

// Constant is made with a constant.
func Constant() int {
	buf := make([]byte, 256)
	return int(C.fill((*C.char)(unsafe.Pointer(&buf[0])), 256)) // ok: 256 elements
}

// Named is made with a named constant.
func Named() int {
	buf := make([]byte, bufferSize)
	return int(C.fill((*C.char)(unsafe.Pointer(&buf[0])), bufferSize)) // ok: bufferSize elements
}

// Macro is made with a constant of C.
func Macro() int {
	buf := make([]byte, C.NAME_LIMIT)
	return int(C.fill((*C.char)(unsafe.Pointer(&buf[0])), C.NAME_LIMIT)) // ok: NAME_LIMIT elements
}

// Literal is a literal with elements.
func Literal() int {
	ids := []C.int{4, 8, 15}
	return int(C.ids(&ids[0], C.int(len(ids)))) // ok: a literal with elements
}

// Terminated has room for the terminator.
func Terminated(text string) int {
	raw := make([]byte, len(text)+1)
	copy(raw, text)
	return int(C.parse((*C.uchar)(unsafe.Pointer(&raw[0])), C.size_t(len(raw)))) // ok: one more than the text
}

// Appended has the terminator appended.
func Appended(text string) int {
	raw := append([]byte(text), 0)
	return int(C.parse((*C.uchar)(unsafe.Pointer(&raw[0])), C.size_t(len(raw)))) // ok: an element is appended
}

// AppendedLater has it appended to the same variable.
func AppendedLater(raw []byte) int {
	raw = append(raw, 0)
	return int(C.parse((*C.uchar)(unsafe.Pointer(&raw[0])), C.size_t(len(raw)))) // ok: an element is appended
}

// Concatenated converts a string that ends in a terminator.
func Concatenated(text string) int {
	raw := []byte(text + "\x00")
	return int(C.parse((*C.uchar)(unsafe.Pointer(&raw[0])), C.size_t(len(raw)))) // ok: the string has its terminator
}

// Text converts a constant string.
func Text() int {
	raw := []byte("<root/>")
	return int(C.parse((*C.uchar)(unsafe.Pointer(&raw[0])), C.size_t(len(raw)))) // ok: the string is not empty
}

// AtLeastOne is made with one element or more.
func AtLeastOne(n int) int {
	buf := make([]byte, max(n, 1))
	return int(C.fill((*C.char)(unsafe.Pointer(&buf[0])), C.size_t(n))) // ok: one element at least
}

// Plain does not hand the address to C.
func Plain(buf []byte) byte {
	first := &buf[0] // ok: an ordinary index, no conversion
	return *first
}

// Unknown comes from a function that the reader has to know.
func Unknown(load func() []byte) int {
	buf := load()
	return int(C.parse((*C.uchar)(unsafe.Pointer(&buf[0])), C.size_t(len(buf)))) // ok: nothing is known of its length
}

// Table asks for its rows, and somebody knows its width.
func Table(width func() int) int {
	rows := int(C.count())
	if rows == 0 {
		return 0
	}
	cells := make([]C.int, rows*width())
	return int(C.ids(&cells[0], C.int(rows))) // ok: there are rows, and nothing is known of the width
}

// Grid asks for nothing.
func Grid(width func() int) int {
	rows := int(C.count())
	cells := make([]C.int, rows*width())
	return int(C.ids(&cells[0], C.int(rows))) // want "`&cells.0.` panics when `cells` is empty: `C.count` may report 0"
}
