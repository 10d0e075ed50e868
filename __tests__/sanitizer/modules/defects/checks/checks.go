// Package checks breaks the rules for passing pointers that cgo watches, and keeps them in the twins.
package checks

/*
#include <stdlib.h>

struct holder {
	int *value;
};

static int value_of(struct holder *h) { return h->value == NULL ? 0 : *h->value; }

int *goResult(int pinned);

static int use_result(int pinned) { return goResult(pinned) != NULL; }
*/
import "C"

import (
	"runtime"
	"unsafe"
)

var kept *C.int

func newInt() *C.int {
	made := new(C.int)
	kept = made
	return made
}

func ArgumentHoldsPointer() int {
	holder := &C.struct_holder{value: newInt()}
	return int(C.value_of(holder))
}

func ArgumentHoldsPinned() int {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	value := newInt()
	pinner.Pin(value)
	holder := &C.struct_holder{value: value}
	return int(C.value_of(holder))
}

//export goResult
func goResult(pinned C.int) *C.int {
	if pinned != 0 {
		return nil
	}
	return newInt()
}

func ResultIsPointer() int {
	return int(C.use_result(0))
}

func ResultIsNil() int {
	return int(C.use_result(1))
}

func StoreInC() {
	holder := (*C.struct_holder)(C.calloc(1, C.size_t(unsafe.Sizeof(C.struct_holder{}))))
	defer C.free(unsafe.Pointer(holder))
	holder.value = newInt()
}

func StorePinnedInC() {
	holder := (*C.struct_holder)(C.calloc(1, C.size_t(unsafe.Sizeof(C.struct_holder{}))))
	defer C.free(unsafe.Pointer(holder))
	var pinner runtime.Pinner
	defer pinner.Unpin()
	value := newInt()
	pinner.Pin(value)
	holder.value = value
}
