// Tells what kind of memory a few pointers lead to.
package main

/*
#include <stdlib.h>

static int global;
static void *global_address(void) { return &global; }
*/
import "C"

import (
	"fmt"
	"os"
	"strings"
	"unsafe"
)

var goGlobal int
var goHeap *[64]int

func main() {
	goHeap = new([64]int)
	small := C.malloc(64)
	large := C.malloc(1 << 20)
	defer C.free(small)
	defer C.free(large)
	show("Go heap", uintptr(unsafe.Pointer(goHeap)))
	show("Go global", uintptr(unsafe.Pointer(&goGlobal)))
	show("C.malloc(64)", uintptr(small))
	show("C.malloc(1 MB)", uintptr(large))
	show("C global", uintptr(C.global_address()))
}

// show prints the mapping that holds the address.
func show(what string, address uintptr) {
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		panic(err)
	}
	for _, line := range strings.Split(string(maps), "\n") {
		var from, to uintptr
		fmt.Sscanf(line, "%x-%x", &from, &to)
		if from <= address && address < to {
			fmt.Printf("%-15s %#012x in %s\n", what, address, line)
		}
	}
}
