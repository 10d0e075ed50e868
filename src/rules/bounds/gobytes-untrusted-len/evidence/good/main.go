// A length that the other side gives is compared with a limit before it is cut.
package main

/*
#include <stdint.h>
#include <string.h>

static char data[16];

// The length stands in what somebody has sent.
static const void *lib_blob(uint64_t *size) {
	memset(data, 'x', sizeof data);
	*size = 0x80000000u;
	return data;
}
*/
import "C"

import (
	"errors"
	"fmt"
	"os"
)

const maxBlob = 1 << 20

// snippet:start
func blob() ([]byte, error) {
	var size C.uint64_t
	p := C.lib_blob(&size)
	if size > maxBlob {
		return nil, errors.New("blob is too large")
	}
	return C.GoBytes(p, C.int(size)), nil
}

// snippet:end

func main() {
	if _, err := blob(); err == nil {
		fmt.Println("the length is believed")
		os.Exit(1)
	}
}
