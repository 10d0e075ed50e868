// The handle is deleted where starting fails, and once more by the deferred call.
package main

/*
#include <stdint.h>

static int start(uintptr_t handle, int n) { return n < 0 ? -1 : 0; }
*/
import "C"

import (
	"errors"
	"fmt"
	"runtime/cgo"
)

func run(f func(int), n int) error {
	h := cgo.NewHandle(f)
	defer h.Delete()
	if C.start(C.uintptr_t(h), C.int(n)) != 0 {
		h.Delete()
		return errors.New("cannot start")
	}
	return nil
}

func main() {
	fmt.Println(run(func(int) {}, -1))
}
