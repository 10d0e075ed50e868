// The NUL byte is appended before C sees the bytes.
package main

/*
#include <string.h>
*/
import "C"

import (
	"fmt"
	"os"
	"strings"
	"unsafe"
)

// snippet:start
// length lets C read a copy that ends with a NUL byte; C.CString makes one that C may keep.
func length(name string) int {
	b := append([]byte(name), 0)
	return int(C.strlen((*C.char)(unsafe.Pointer(&b[0]))))
}

// snippet:end

func main() {
	name := strings.Repeat("x", 64)
	if n := length(name); n != len(name) {
		fmt.Println("wrong length:", n)
		os.Exit(1)
	}
	fmt.Println("right length")
}
