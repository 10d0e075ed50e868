// The array has one element more, which stays nil.
package main

/*
#include <stdlib.h>

static int count(char **argv) {
	int n = 0;
	while (argv[n] != NULL)
		n++;
	return n;
}
*/
import "C"

import (
	"fmt"
	"unsafe"
)

// snippet:start
func count(args []string) int {
	argv := make([]*C.char, len(args)+1)
	for i, arg := range args {
		argv[i] = C.CString(arg)
		defer C.free(unsafe.Pointer(argv[i]))
	}
	return int(C.count(&argv[0]))
}

// snippet:end

func main() {
	fmt.Println(count([]string{"a", "b", "c", "d", "e", "f", "g", "h"}))
}
