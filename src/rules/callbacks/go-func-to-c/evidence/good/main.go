// C calls an exported function, and hands it the number of a handle.
package main

/*
#include <stdint.h>

typedef void (*event_callback)(int code, uintptr_t data);

void goEvent(int code, uintptr_t data);

static inline void fire(event_callback callback, uintptr_t data) { callback(3, data); }
*/
import "C"

import (
	"fmt"
	"runtime/cgo"
)

// snippet:start

//export goEvent
func goEvent(code C.int, data C.uintptr_t) {
	cgo.Handle(data).Value().(func(code int))(int(code))
}

func listen(handler func(code int)) {
	handle := cgo.NewHandle(handler)
	defer handle.Delete() // once C calls no more
	C.fire((*[0]byte)(C.goEvent), C.uintptr_t(handle))
}

// snippet:end

func main() {
	listen(func(code int) {
		if code != 3 {
			fmt.Println("wrong code:", code)
		}
	})
}
