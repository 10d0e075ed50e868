// The handle is a number, and becomes a pointer on its way to C.
package main

/*
typedef void (*report)(int, void *);

static void work(report f, void *arg) { f(42, arg); }

void goReport(int n, void *arg);
*/
import "C"

import (
	"fmt"
	"runtime/cgo"
	"unsafe"
)

//export goReport
func goReport(n C.int, arg unsafe.Pointer) {
	cgo.Handle(arg).Value().(func(int))(int(n))
}

func work(f func(int)) {
	h := cgo.NewHandle(f)
	defer h.Delete()
	C.work(C.report(C.goReport), unsafe.Pointer(h))
}

func main() {
	work(func(n int) { fmt.Println(n) })
}
