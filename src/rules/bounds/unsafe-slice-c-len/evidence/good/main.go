// What the C function returns is a length once it is known not to be a failure.
package main

/*
#include <string.h>

static int is_open;

static void lib_open(void) { is_open = 1; }

static int lib_read(char *to, int size) {
	if (!is_open)
		return -1;
	memset(to, 'x', size);
	return size;
}
*/
import "C"

import (
	"errors"
	"fmt"
	"os"
	"unsafe"
)

// snippet:start
func read(buf *[16]C.char) ([]byte, error) {
	n := C.lib_read(&buf[0], C.int(len(buf)))
	if n < 0 {
		return nil, errors.New("lib_read failed")
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&buf[0])), n), nil
}

// snippet:end

func main() {
	var buf [16]C.char
	if _, err := read(&buf); err == nil {
		fmt.Println("the failure is lost")
		os.Exit(1)
	}
	C.lib_open()
	if read, err := read(&buf); err != nil || len(read) != len(buf) {
		fmt.Println("the read is lost")
		os.Exit(1)
	}
}
