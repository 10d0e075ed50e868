// Package pointers breaks the rules of unsafe.Pointer that checkptr watches, and keeps them in the twins.
package pointers

import "unsafe"

type node struct {
	next  *node
	value uint64
}

// Kept makes the compiler put what it points at on the heap: checkptr knows nothing of stacks.
var Kept any

func bytes() []byte {
	made := make([]byte, 64)
	Kept = made
	return made
}

func words() *[3]uint64 {
	var made [3]uint64
	Kept = &made
	return &made
}

func Misaligned() bool {
	return (*node)(unsafe.Pointer(&bytes()[1])).next == nil
}

func Aligned() bool {
	made := new(node)
	Kept = made
	return (*node)(unsafe.Pointer(made)).next == nil
}

func ConvertedTooLarge() uint64 {
	return (*[16]uint64)(unsafe.Pointer(words()))[2]
}

func ConvertedToFit() uint64 {
	return (*[2]uint64)(unsafe.Pointer(words()))[1]
}

func SliceTooLong() int {
	return len(unsafe.Slice(&words()[0], 16))
}

func SliceToFit() int {
	return len(unsafe.Slice(&words()[0], 3))
}

func MovedOutside() unsafe.Pointer {
	made := bytes()
	return unsafe.Pointer(uintptr(unsafe.Pointer(&made[0])) + 1<<20)
}

func MovedInside() unsafe.Pointer {
	made := bytes()
	return unsafe.Pointer(uintptr(unsafe.Pointer(&made[0])) + 8)
}

//go:noinline
func number(n uintptr) uintptr { return n }

func PointerOfNumber() unsafe.Pointer {
	return unsafe.Pointer(number(8))
}

func PointerOfNil() unsafe.Pointer {
	return unsafe.Pointer(number(0))
}
