// A wrapper in C takes the handle as an integer: only C ever sees it as a pointer.
package main

/*
#include <stdint.h>

typedef int (*visitor)(int, void *);

static int visit(int n, visitor f, void *arg) { return f(n, arg); }

int goVisit(int n, uintptr_t arg);

static int visit_handle(int n, uintptr_t arg) {
	return visit(n, (visitor)goVisit, (void *)arg);
}
*/
import "C"

import (
	"fmt"
	"runtime/cgo"
)

//export goVisit
func goVisit(n C.int, arg C.uintptr_t) C.int {
	f := cgo.Handle(arg).Value().(func(int) int)
	return C.int(f(int(n)))
}

// depth needs a larger stack than the goroutine has.
func depth(n int) int {
	var frame [1024]byte
	if n == 0 {
		return int(frame[0])
	}
	return depth(n-1) + 1
}

// snippet:start
func visit(n int, f func(int) int) int {
	h := cgo.NewHandle(f)
	defer h.Delete()
	return int(C.visit_handle(C.int(n), C.uintptr_t(h)))
}

// snippet:end

func main() {
	fmt.Println(visit(10, depth))
	fmt.Println(visit(1000, depth))
}
