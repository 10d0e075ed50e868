// C keeps the pointer, and the function unpins it as it returns.
package main

/*
static long *kept;

static void keep(long *p) { kept = p; }

static long kept_value(void) { return *kept; }

static void forget(void) { kept = 0; }
*/
import "C"

import (
	"fmt"
	"os"
	"runtime"
)

var sink [][]C.long

func churn() {
	for i := 0; i < 50; i++ {
		runtime.GC()
		for j := 0; j < 1000; j++ {
			b := make([]C.long, 64)
			for k := range b {
				b[k] = 99
			}
			sink = append(sink, b)
		}
	}
}

func register(v C.long) {
	b := make([]C.long, 64)
	b[0] = v
	var pinner runtime.Pinner
	pinner.Pin(&b[0])
	defer pinner.Unpin()
	C.keep(&b[0])
}

func main() {
	register(7)
	churn()
	if v := C.kept_value(); v != 7 {
		fmt.Printf("C reads %d in place of 7\n", v)
		os.Exit(1)
	}
}
