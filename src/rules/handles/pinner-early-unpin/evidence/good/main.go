// The registration holds the Pinner, and unpins when C has forgotten the memory.
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

// snippet:start
type registration struct{ pinner runtime.Pinner }

func register(v C.long) *registration {
	b := make([]C.long, 64)
	b[0] = v
	r := &registration{}
	r.pinner.Pin(&b[0])
	C.keep(&b[0])
	return r
}

func (r *registration) close() {
	C.forget()
	r.pinner.Unpin()
}

// snippet:end

func main() {
	r := register(7)
	churn()
	if v := C.kept_value(); v != 7 {
		fmt.Printf("C reads %d in place of 7\n", v)
		os.Exit(1)
	}
	r.close()
}
