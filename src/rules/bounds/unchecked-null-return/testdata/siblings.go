package null

/*
#include "list.h"
*/
import "C"

import "errors"

var errEmpty = errors.New("empty")

func First(l *C.list) (int, error) {
	n := C.list_first(l) // step "`First` asks whether this is nil"
	if n == nil {
		return 0, errEmpty
	}
	return int(n.value), nil
}

func Size(l *C.list) int {
	n := C.list_first(l) // step "`Size` asks whether this is nil"
	if n == nil {
		return 0
	}
	return int(n.size)
}

func IsLast(l *C.list) bool {
	n := C.list_first(l) // ok: asks
	return n != nil && n.next == nil
}

func Weight(l *C.list) int {
	n := C.list_first(l) // want "Three callers of `C.list_first` ask whether its result is nil, this one does not: is that meant\\?"
	return int(n.weight)
}

// Whoever gets it asks.
func Node(l *C.list) *C.node {
	return C.list_first(l)
}

// Two that ask are enough where Go goes through the pointer.
func Last(l *C.list) int {
	n := C.list_last(l)
	if n == nil {
		return 0
	}
	return int(n.value)
}

func LastSize(l *C.list) int {
	n := C.list_last(l)
	if n == nil {
		return 0
	}
	return int(n.size)
}

func LastWeight(l *C.list) int {
	n := C.list_last(l) // want "2 other callers ask whether the result of `C.list_last` is nil, this one does not, and the pointer is dereferenced at line \\d+: is that meant\\?"
	return int(n.weight)
}

// One that asks is too little where C gets it, which may bear nil.
func Tail(l *C.list) int {
	n := C.list_tail(l)
	if n == nil {
		return 0
	}
	return int(n.value)
}

func PrintTail(l *C.list) {
	n := C.list_tail(l) // ok: C gets it
	C.node_print(n)
}

// As many that do not ask know something.
func Head(l *C.list) int {
	n := C.list_head(l)
	if n == nil {
		return 0
	}
	return int(n.value)
}

func HeadSize(l *C.list) int {
	return int(C.list_head(l).size) // ok: two do not ask, and one does
}

func HeadWeight(l *C.list) int {
	return int(C.list_head(l).weight) // ok: two do not ask, and one does
}
