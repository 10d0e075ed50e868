// strlen reads behind the bytes of the string: there is no NUL byte.
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

func length(name string) int {
	b := []byte(name)
	return int(C.strlen((*C.char)(unsafe.Pointer(&b[0]))))
}

func main() {
	name := strings.Repeat("x", 64)
	if n := length(name); n != len(name) {
		fmt.Println("wrong length:", n)
		os.Exit(1)
	}
	fmt.Println("right length")
}
