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

// Two that ask are too few.
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
	n := C.list_last(l) // ok: two others ask
	return int(n.weight)
}
