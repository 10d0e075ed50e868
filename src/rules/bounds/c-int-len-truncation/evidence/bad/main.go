// C is told of 16 bytes, and 65552 were meant.
package main

/*
#include <stdint.h>
#include <stddef.h>

static unsigned long taken;
static void feed(const unsigned char *b, uint16_t n) { (void)b; taken += n; }
static unsigned long fed(void) { return taken; }
*/
import "C"

import (
	"fmt"
	"os"
	"unsafe"
)

func feed(b []byte) {
	C.feed((*C.uchar)(unsafe.SliceData(b)), C.uint16_t(len(b)))
}

func main() {
	b := make([]byte, 1<<16+16)
	feed(b)
	if int(C.fed()) != len(b) {
		fmt.Printf("C has taken %d of %d bytes\n", C.fed(), len(b))
		os.Exit(1)
	}
}
