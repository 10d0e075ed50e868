// The second loop fills the array of the first one again, and the other array stays empty.
package main

/*
#include <stdlib.h>

static int missing(char **names, char **values, int n) {
	int found = 0;
	for (int i = 0; i < n; i++)
		found += names[i] == NULL || values[i] == NULL;
	return found;
}
*/
import "C"

import (
	"fmt"
	"os"
	"unsafe"
)

func missing(keys, texts []string) int {
	names := make([]*C.char, len(keys))
	values := make([]*C.char, len(texts))
	for i, key := range keys {
		names[i] = C.CString(key)
		defer C.free(unsafe.Pointer(names[i]))
	}
	for i, text := range texts {
		names[i] = C.CString(text)
		defer C.free(unsafe.Pointer(names[i]))
	}
	return int(C.missing(&names[0], &values[0], C.int(len(keys))))
}

func main() {
	if n := missing([]string{"HOME", "LANG"}, []string{"/root", "C"}); n > 0 {
		fmt.Println(n, "values are missing")
		os.Exit(1)
	}
}
