// C calls the address of a Go variable.
package main

/*
typedef void (*event_callback)(int code);

static void fire(event_callback callback) { callback(3); }
*/
import "C"

import (
	"fmt"
	"unsafe"
)

func listen(handler func(code int)) {
	C.fire((*[0]byte)(unsafe.Pointer(&handler)))
}

func main() {
	listen(func(code int) {
		if code != 3 {
			fmt.Println("wrong code:", code)
		}
	})
}
