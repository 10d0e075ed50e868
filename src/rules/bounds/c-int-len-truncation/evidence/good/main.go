// The bytes are handed over in pieces that the type can say.
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
	"math"
	"os"
	"unsafe"
)

// snippet:start
func feed(b []byte) {
	for len(b) > 0 {
		piece := b[:min(len(b), math.MaxUint16)]
		C.feed((*C.uchar)(unsafe.SliceData(piece)), C.uint16_t(len(piece)))
		b = b[len(piece):]
	}
}

// snippet:end

func main() {
	b := make([]byte, 1<<16+16)
	feed(b)
	if int(C.fed()) != len(b) {
		fmt.Printf("C has taken %d of %d bytes\n", C.fed(), len(b))
		os.Exit(1)
	}
}
