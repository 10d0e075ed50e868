// C keeps a handle, which is a number: the collector sees the value behind it.
package main

/*
#include <stdint.h>

static uintptr_t kept;

static void watch(uintptr_t counter) { kept = counter; }
static uintptr_t watched(void) { return kept; }
*/
import "C"

import (
	"fmt"
	"runtime"
	"runtime/cgo"
)

// snippet:start
func start() {
	counter := 42
	C.watch(C.uintptr_t(cgo.NewHandle(&counter)))
}

func current() int {
	return *cgo.Handle(C.watched()).Value().(*int)
}

func stop() {
	handle := cgo.Handle(C.watched())
	C.watch(0)
	handle.Delete()
}

// snippet:end

func main() {
	start()
	runtime.GC()
	fmt.Println(current())
	stop()
}
