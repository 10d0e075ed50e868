// Memory of malloc still holds the address of a Go object that is gone, and Go stores pointers into that memory.
package main

/*
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { words = 64 };

// What a library does that keeps such a number for a while, and frees it.
static void remember(uintptr_t address) {
	volatile uintptr_t *kept = malloc(words * sizeof *kept);
	for (int i = 0; i < words; i++)
		kept[i] = address;
	free((void *)kept);
}

static size_t total(char **names, int n) {
	size_t sum = 0;
	for (int i = 0; i < n; i++)
		sum += strlen(names[i]);
	return sum;
}
*/
import "C"

import (
	"fmt"
	"runtime"
	"time"
	"unsafe"
)

func total(names []string) int {
	n := len(names)
	array := unsafe.Slice((**C.char)(C.malloc(C.size_t(n)*C.size_t(unsafe.Sizeof((*C.char)(nil))))), n)
	defer C.free(unsafe.Pointer(&array[0]))
	for i, name := range names {
		array[i] = C.CString(name)
		defer C.free(unsafe.Pointer(array[i]))
	}
	return int(C.total(&array[0], C.int(n)))
}

var kept []byte

//go:noinline
func addressOfGarbage() uintptr {
	b := make([]byte, 1<<20)
	kept = b
	address := uintptr(unsafe.Pointer(&b[0]))
	kept = nil
	return address
}

func main() {
	address := addressOfGarbage()
	runtime.GC()
	runtime.GC()
	go func() {
		for {
			runtime.GC()
		}
	}()
	names := make([]string, C.words)
	for i := range names {
		names[i] = "name"
	}
	sum := 0
	for end := time.Now().Add(3 * time.Second); time.Now().Before(end); {
		C.remember(C.uintptr_t(address))
		sum = total(names)
	}
	fmt.Println(sum)
}
