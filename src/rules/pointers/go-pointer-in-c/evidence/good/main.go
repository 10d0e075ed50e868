// What C reaches through the array is pinned while the call runs.
package main

/*
#include <string.h>

static size_t total(const char **parts, const size_t *lengths, int n) {
	size_t sum = 0;
	for (int i = 0; i < n; i++)
		sum += memchr(parts[i], 0, lengths[i]) == NULL ? lengths[i] : 0;
	return sum;
}
*/
import "C"

import (
	"fmt"
	"runtime"
	"unsafe"
)

// snippet:start
func total(parts [][]byte) int {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	pointers := make([]*C.char, len(parts))
	lengths := make([]C.size_t, len(parts))
	for i, part := range parts {
		data := unsafe.SliceData(part)
		pinner.Pin(data)
		pointers[i] = (*C.char)(unsafe.Pointer(data))
		lengths[i] = C.size_t(len(part))
	}
	return int(C.total(unsafe.SliceData(pointers), unsafe.SliceData(lengths), C.int(len(parts))))
}

// snippet:end

func main() {
	fmt.Println(total([][]byte{[]byte("one"), []byte("three")}))
}
