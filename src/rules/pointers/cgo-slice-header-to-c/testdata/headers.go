package bridge

/*
#include <stddef.h>
#include <stdlib.h>

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

typedef void (*scan_callback)(void *data, int at);
void onMatch(void *data, int at);
static void scan(const char *text, scan_callback callback, void *data) { callback(data, (int)text[0]); }

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

// Scan hands the slice to its own callback, which turns the address back.
func Scan(text string) []int {
	ctext := C.CString(text)
	defer C.free(unsafe.Pointer(ctext))
	var matches []int
	C.scan(ctext, C.scan_callback(C.onMatch), unsafe.Pointer(&matches)) // ok: data for the callback beside it
	return matches
}
