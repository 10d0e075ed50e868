// The failure of C.calloc is handled.
package main

// #include <stdlib.h>
import "C"

import (
	"errors"
	"fmt"
	"os"
	"unsafe"
)

// snippet:start
func allocate(size C.size_t) (unsafe.Pointer, error) {
	p := C.calloc(1, size)
	if p == nil {
		return nil, errors.New("out of memory")
	}
	return p, nil
}

// snippet:end

func main() {
	if p, err := allocate(1 << 62); err == nil {
		fmt.Println("allocated", p)
		os.Exit(1)
	}
}
