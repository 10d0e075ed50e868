// A length of 64 bits is cut to the C.int of C.GoBytes.
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

import "fmt"

func blob() []byte {
	var size C.uint64_t
	p := C.lib_blob(&size)
	return C.GoBytes(p, C.int(size))
}

func main() {
	fmt.Println(len(blob()))
}
