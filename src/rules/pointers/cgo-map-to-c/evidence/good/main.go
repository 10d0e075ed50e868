// C gets the entries in an array of its own struct.
package main

/*
#include <stdlib.h>
#include <string.h>

typedef struct {
	char *name;
	int value;
} setting;

static int depth(const setting *settings, size_t count) {
	for (size_t i = 0; i < count; i++)
		if (strcmp(settings[i].name, "depth") == 0)
			return settings[i].value;
	return 0;
}
*/
import "C"

import (
	"fmt"
	"unsafe"
)

// snippet:start
func depth(settings map[string]int) int {
	list := make([]C.setting, 0, len(settings))
	for name, value := range settings {
		cname := C.CString(name)
		defer C.free(unsafe.Pointer(cname))
		list = append(list, C.setting{name: cname, value: C.int(value)})
	}
	return int(C.depth(unsafe.SliceData(list), C.size_t(len(list))))
}

// snippet:end

func main() {
	fmt.Println(depth(map[string]int{"depth": 3, "width": 4}))
}
