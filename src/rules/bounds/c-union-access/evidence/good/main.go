// A C int in a union is read as one, and converted then.
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

// snippet:start
func number(v *C.struct_value) int {
	return int(*(*C.int)(unsafe.Pointer(&v.u)))
}

// snippet:end

func main() {
	v := C.value()
	if n := number(&v); n != 42 {
		fmt.Println("wrong number:", n)
		os.Exit(1)
	}
}
