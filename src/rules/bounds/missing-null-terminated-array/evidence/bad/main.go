// C counts the strings up to the NULL, and the array has none.
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

func count(args []string) int {
	argv := make([]*C.char, len(args))
	for i, arg := range args {
		argv[i] = C.CString(arg)
		defer C.free(unsafe.Pointer(argv[i]))
	}
	return int(C.count(&argv[0]))
}

func main() {
	fmt.Println(count([]string{"a", "b", "c", "d", "e", "f", "g", "h"}))
}
