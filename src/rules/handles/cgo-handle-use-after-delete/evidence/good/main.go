// The deferred call is the only one that deletes the handle.
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

// snippet:start
func run(f func(int), n int) error {
	h := cgo.NewHandle(f)
	defer h.Delete()
	if C.start(C.uintptr_t(h), C.int(n)) != 0 {
		return errors.New("cannot start")
	}
	return nil
}

// snippet:end

func main() {
	fmt.Println(run(func(int) {}, -1))
}
