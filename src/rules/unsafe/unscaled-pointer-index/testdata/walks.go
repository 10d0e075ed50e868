package walks

/*
#include <stdint.h>

typedef struct {
	int32_t id;
	char *name;
} entry;

struct hidden;
*/
import "C"

import "unsafe"

// Names adds the size where it should multiply.
func Names(list **C.char, n int) (names []string) {
	for i := 0; i < n; i++ { // step "`i` counts by one here"
		p := *(**C.char)(unsafe.Pointer(uintptr(unsafe.Pointer(list)) + (unsafe.Sizeof(*list) + uintptr(i)))) // want "`i` is added as a number of bytes, and what `list` points to has 8 each: the index has to be multiplied by that size"
		names = append(names, C.GoString(p))
	}
	return names
}

// Entries forgets the size.
func Entries(first *C.entry, ids []int32) {
	for i := range ids { // step "`i` counts by one here"
		e := (*C.entry)(unsafe.Add(unsafe.Pointer(first), i)) // want "`i` is added as a number of bytes, and what `first` points to has 16 each"
		ids[i] = int32(e.id)
	}
}

func next(p **C.char) **C.char {
	return (**C.char)(unsafe.Pointer(uintptr(unsafe.Pointer(p)) + 1)) // want "`1` is added as a number of bytes, and what `p` points to has 8 each: the sum is not the address of the next one"
}

// Sum reads an array of Go.
func Sum(values []int64) (sum int64) {
	for i := 0; i < len(values); i++ {
		sum += *(*int64)(unsafe.Pointer(uintptr(unsafe.Pointer(&values[0])) + uintptr(i))) // want "`i` is added as a number of bytes, and what `&values\\[0\\]` points to has 8 each"
	}
	return sum
}

// Scaled multiplies.
func Scaled(list **C.char, n int) (names []string) {
	for i := 0; i < n; i++ {
		p := *(**C.char)(unsafe.Pointer(uintptr(unsafe.Pointer(list)) + unsafe.Sizeof(*list)*uintptr(i))) // ok: a product
		names = append(names, C.GoString(p))
	}
	return names
}

// Bytes have the size 1.
func Bytes(list *C.uchar, n int) (sum int) {
	for i := 0; i < n; i++ {
		sum += int(*(*C.uchar)(unsafe.Pointer(uintptr(unsafe.Pointer(list)) + uintptr(i)))) // ok: bytes
	}
	return sum
}

// Steps counts bytes.
func Steps(list **C.char, n int) (names []string) {
	for i := 0; i < n*8; i += 8 {
		p := *(**C.char)(unsafe.Pointer(uintptr(unsafe.Pointer(list)) + uintptr(i))) // ok: counts by 8
		names = append(names, C.GoString(p))
	}
	return names
}

// Second is the next one.
func Second(list **C.char) *C.char {
	return *(**C.char)(unsafe.Pointer(uintptr(unsafe.Pointer(list)) + 8)) // ok: the next element
}

// At is given a distance in bytes.
func At(e *C.entry, offset uintptr) *C.entry {
	return (*C.entry)(unsafe.Pointer(uintptr(unsafe.Pointer(e)) + offset)) // ok: the caller knows
}

// Hidden has elements of which nothing is known.
func Hidden(list *C.struct_hidden, n int) {
	for i := 0; i < n; i++ {
		_ = (*C.struct_hidden)(unsafe.Pointer(uintptr(unsafe.Pointer(list)) + uintptr(i))) // ok: perhaps bytes
	}
}

// Scan looks for a number at every byte.
func Scan(b []byte, wanted uint32) int {
	for i := 0; i+4 <= len(b); i++ {
		if *(*uint32)(unsafe.Pointer(uintptr(unsafe.Pointer(&b[0])) + uintptr(i))) == wanted {
			return i
		}
	}
	return -1
}

// Field is at a place in a record of bytes.
func Field(record *uint32) uint32 {
	return *(*uint32)(unsafe.Pointer(uintptr(unsafe.Pointer(record)) + 6)) // ok: perhaps a record
}

// Aligned looks for the address that is a multiple of eight.
func Aligned(p *int64) *int64 {
	for i := 0; i < 8; i++ {
		q := (*int64)(unsafe.Add(unsafe.Pointer(p), i)) // ok: goes over the bytes of one element
		if uintptr(unsafe.Pointer(q))%8 == 0 {
			return q
		}
	}
	return nil
}

// Fourth takes the bytes that begin an element.
func Fourth(p *int32, size int) (sum int32) {
	for i := 0; i < size; i++ {
		if i%4 != 0 {
			continue
		}
		sum += *(*int32)(unsafe.Add(unsafe.Pointer(p), i)) // ok: a multiple of four
	}
	return sum
}

// Sized ends at a number of bytes.
func Sized(p *int32, n int, tag int32) int {
	for i := 0; i < n*int(unsafe.Sizeof(*p)); i++ {
		if *(*int32)(unsafe.Add(unsafe.Pointer(p), i)) == tag { // ok: counts bytes
			return i
		}
	}
	return -1
}

// Pixels ends at a number of elements.
func Pixels(p *int32, width, height int) (sum int32) {
	for i := 0; i < width*height; i++ { // step "`i` counts by one here"
		sum += *(*int32)(unsafe.Add(unsafe.Pointer(p), i)) // want "`i` is added as a number of bytes, and what `p` points to has 4 each"
	}
	return sum
}
