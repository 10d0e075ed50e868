// A hundred thousand keys are held until the last one is done.
package main

/*
#include <stdlib.h>
#include <string.h>

static size_t store_delete(const char *key) {
	return strlen(key);
}
*/
import "C"

import (
	"fmt"
	"unsafe"
)

func deleteAll(keys []string) int {
	total := 0
	for _, key := range keys {
		ckey := C.CString(key)
		defer C.free(unsafe.Pointer(ckey))
		total += int(C.store_delete(ckey))
	}
	return total
}

func main() {
	keys := make([]string, 100_000)
	for i := range keys {
		keys[i] = fmt.Sprint("key ", i)
	}
	fmt.Println(deleteAll(keys))
}
