package hash

/*
#include <stddef.h>
#include <stdint.h>

typedef struct hash hash;

void hash_update(hash *h, const unsigned char *b, int n);
void hash_name(hash *h, const char *s, uint16_t n);
void hash_update_long(hash *h, const unsigned char *b, size_t n);
void hash_key(hash *h, const unsigned char *key, unsigned int n);
*/
import "C"

import (
	"errors"
	"math"
	"unsafe"
)

type Hash struct {
	c *C.hash
}

var errLong = errors.New("too long")

// Write takes whatever it is given.
func (h *Hash) Write(b []byte) {
	C.hash_update(h.c, (*C.uchar)(unsafe.SliceData(b)), C.int(len(b))) // want "`C.int\\(len\\(b\\)\\)` keeps the low 32 bits of the length"
}

// Name has 16 bits for a string.
func (h *Hash) Name(s string) {
	C.hash_name(h.c, (*C.char)(unsafe.Pointer(unsafe.StringData(s))), C.uint16_t(len(s))) // want "keeps the low 16 bits"
}

// Key is never longer than what was made for it.
func (h *Hash) Key(keys map[string][]byte) {
	for _, key := range keys {
		if len(key) > 0 {
			C.hash_key(h.c, (*C.uchar)(&key[0]), C.uint(len(key))) // want "`C.hash_key` gets another one"
		}
	}
}

// WriteAll has room for every length.
func (h *Hash) WriteAll(b []byte) {
	C.hash_update_long(h.c, (*C.uchar)(unsafe.SliceData(b)), C.size_t(len(b))) // nothing is cut
}

// WriteChecked refuses what is too long.
func (h *Hash) WriteChecked(b []byte) error {
	if len(b) > math.MaxInt32 {
		return errLong
	}
	C.hash_update(h.c, (*C.uchar)(unsafe.SliceData(b)), C.int(len(b))) // ok: it is compared with a limit
	return nil
}

// Salt has a fixed length.
func (h *Hash) Salt(salt [16]byte) {
	C.hash_update(h.c, (*C.uchar)(&salt[0]), C.int(len(salt))) // ok: an array
}

// Count keeps a number for itself.
func (h *Hash) Count(b []byte) int {
	n := C.int(len(b)) // ok: C does not get it here
	return int(n)
}
