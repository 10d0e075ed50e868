// The handle stays where the call fails, and its megabyte with it.
package main

/*
#include <stdint.h>

extern int goVisit(uintptr_t h);

static int walk(uintptr_t h) { return goVisit(h); }
*/
import "C"

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/cgo"
)

var errWalk = errors.New("walk failed")

//export goVisit
func goVisit(h C.uintptr_t) C.int {
	return C.int(cgo.Handle(h).Value().([]byte)[0])
}

func walk(data []byte) error {
	h := cgo.NewHandle(data)
	if rc := C.walk(C.uintptr_t(h)); rc != 0 {
		return errWalk
	}
	h.Delete()
	return nil
}

func main() {
	for i := 0; i < 16; i++ {
		data := make([]byte, 1<<20)
		data[0] = 1
		_ = walk(data)
	}
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	if size := stats.HeapAlloc >> 20; size >= 16 {
		fmt.Println("still in memory:", size, "MB")
		os.Exit(1)
	}
}
