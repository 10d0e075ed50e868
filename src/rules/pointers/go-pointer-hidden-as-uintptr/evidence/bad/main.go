// C calls back into Go before it writes: the stack with x has moved by then.
package main

/*
#include <stdint.h>

void goProgress(int);

static void count(int n, uintptr_t result) {
	goProgress(n);
	*(int *)result = n;
}
*/
import "C"

import (
	"fmt"
	"os"
	"unsafe"
)

// depth needs a larger stack than the goroutine has.
func depth(n int) int {
	var frame [1024]byte
	if n == 0 {
		return int(frame[0])
	}
	return depth(n-1) + 1
}

//export goProgress
func goProgress(n C.int) { depth(int(n)) }

func count(n int) int {
	var result C.int
	C.count(C.int(n), C.uintptr_t(uintptr(unsafe.Pointer(&result))))
	return int(result)
}

func main() {
	n := count(1000)
	fmt.Println("counted", n)
	if n != 1000 {
		fmt.Println("what C wrote is lost")
		os.Exit(1)
	}
}
