// The exported function returns the address of a Go slice's bytes.
package main

/*
#include <stdlib.h>
#include <string.h>

extern char *goName(int id);

static int name_length(int id) {
	char *name = goName(id);
	int length = (int)strlen(name);
	return length;
}
*/
import "C"

import (
	"fmt"
	"unsafe"
)

var names = []string{"root", "daemon"}

//export goName
func goName(id C.int) *C.char {
	name := append([]byte(names[int(id)]), 0)
	return (*C.char)(unsafe.Pointer(&name[0]))
}

func main() {
	fmt.Println(C.name_length(1))
}
