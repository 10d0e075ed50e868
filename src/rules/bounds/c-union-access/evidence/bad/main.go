// A C int in a union is read as an int of Go, which is twice as wide.
package main

/*
struct value {
	union {
		int i;
		float f;
	} u;
	int next;
};

static struct value value(void) {
	struct value v = {.u.i = 42, .next = 1};
	return v;
}
*/
import "C"

import (
	"fmt"
	"os"
	"unsafe"
)

func number(v *C.struct_value) int {
	return *(*int)(unsafe.Pointer(&v.u))
}

func main() {
	v := C.value()
	if n := number(&v); n != 42 {
		fmt.Println("wrong number:", n)
		os.Exit(1)
	}
}
