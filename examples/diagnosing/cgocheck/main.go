// C is given an array of Go pointers.
package main

/*
#include <stddef.h>

static int count(char **names, size_t n) {
	int present = 0;
	for (size_t i = 0; i < n; i++) present += names[i] != NULL;
	return present;
}
*/
import "C"

import (
	"fmt"
	"os"
	"unsafe"
)

func main() {
	names := make([]*C.char, 2)
	for i := range names {
		names[i] = (*C.char)(unsafe.Pointer(&[]byte(os.Args[0])[0]))
	}
	fmt.Println(C.count(&names[0], 2))
}
