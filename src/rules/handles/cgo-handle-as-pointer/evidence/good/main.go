// The handle stays an integer up to C, where a wrapper casts it.
package main

/*
#include <stdint.h>

typedef void (*report)(int, void *);

static void work(report f, void *arg) { f(42, arg); }

void goReport(int n, uintptr_t arg);

static void work_handle(uintptr_t handle) { work((report)goReport, (void *)handle); }
*/
import "C"

import (
	"fmt"
	"runtime/cgo"
)

// snippet:start
//
//export goReport
func goReport(n C.int, arg C.uintptr_t) {
	cgo.Handle(arg).Value().(func(int))(int(n))
}

func work(f func(int)) {
	h := cgo.NewHandle(f)
	defer h.Delete()
	C.work_handle(C.uintptr_t(h))
}

// snippet:end

func main() {
	work(func(n int) { fmt.Println(n) })
}
