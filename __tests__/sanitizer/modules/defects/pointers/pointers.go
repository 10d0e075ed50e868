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

//go:noinline
func number(n uintptr) uintptr { return n }

func MovedOutside() unsafe.Pointer {
	one, other := bytes(), bytes()
	distance := number(uintptr(unsafe.Pointer(&other[0])) - uintptr(unsafe.Pointer(&one[0])))
	return unsafe.Pointer(uintptr(unsafe.Pointer(&one[0])) + distance)
}

func MovedInside() unsafe.Pointer {
	one := bytes()
	distance := number(8)
	return unsafe.Pointer(uintptr(unsafe.Pointer(&one[0])) + distance)
}

func PointerOfNumber() unsafe.Pointer {
	address := number(8)
	return unsafe.Pointer(address)
}

func PointerOfNil() unsafe.Pointer {
	address := number(0)
	return unsafe.Pointer(address)
}
