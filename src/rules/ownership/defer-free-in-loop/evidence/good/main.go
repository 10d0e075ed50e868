// Each key is freed when the function that deletes it returns.
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

// snippet:start
func deleteAll(keys []string) int {
	total := 0
	for _, key := range keys {
		total += deleteOne(key)
	}
	return total
}

func deleteOne(key string) int {
	ckey := C.CString(key)
	defer C.free(unsafe.Pointer(ckey))
	return int(C.store_delete(ckey))
}

// snippet:end

func main() {
	keys := make([]string, 100_000)
	for i := range keys {
		keys[i] = fmt.Sprint("key ", i)
	}
	fmt.Println(deleteAll(keys))
}
