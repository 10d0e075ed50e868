package bridge

/*
#include <stddef.h>

typedef struct {
	void *data;
	ptrdiff_t len;
	ptrdiff_t cap;
} GoSlice;

static long total(const GoSlice *numbers) {
	long sum = 0;
	for (ptrdiff_t i = 0; i < numbers->len; i++)
		sum += ((int *)numbers->data)[i];
	return sum;
}

static size_t measure(const _GoString_ *text) { return _GoStringLen(*text); }
*/
import "C"

import (
	"runtime"
	"unsafe"
)

// Total calls a function that is written for the header of a slice; its elements are pinned.
func Total(numbers []int32) int {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	if len(numbers) > 0 {
		pinner.Pin(&numbers[0])
	}
	return int(C.total((*C.GoSlice)(unsafe.Pointer(&numbers)))) // ok: the parameter is a GoSlice pointer
}

// Measure calls a function that is written for the header of a string.
func Measure() int {
	text := "constant"
	return int(C.measure((*string)(unsafe.Pointer(&text)))) // ok: the parameter is a _GoString_ pointer
}
