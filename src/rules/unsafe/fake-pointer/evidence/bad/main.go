// The index of a callback travels through C as a void *, and through Go as a pointer that is none.
package main

/*
typedef int (*visitor)(int, void *);

static int visit(int n, visitor f, void *arg) { return f(n, arg); }

int goVisit(int n, void *arg);
*/
import "C"

import (
	"fmt"
	"unsafe"
)

var visitors []func(int) int

//export goVisit
func goVisit(n C.int, arg unsafe.Pointer) C.int {
	return C.int(visitors[uintptr(arg)](int(n)))
}

// depth needs a larger stack than the goroutine has.
func depth(n int) int {
	var frame [1024]byte
	if n == 0 {
		return int(frame[0])
	}
	return depth(n-1) + 1
}

func visit(n int, f func(int) int) int {
	index := len(visitors)
	visitors = append(visitors, f)
	return int(C.visit(C.int(n), C.visitor(C.goVisit), unsafe.Pointer(uintptr(index))))
}

func main() {
	fmt.Println(visit(10, depth))
	fmt.Println(visit(1000, depth))
}
