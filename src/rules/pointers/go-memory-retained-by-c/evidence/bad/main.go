// C keeps the address of a Go variable, and reads it after the variable was collected.
package main

/*
typedef struct {
	long count, limit;
} counter;

static counter *kept;

static void watch(counter *c) { kept = c; }
static long current(void) { return kept->count; }
*/
import "C"

import (
	"fmt"
	"runtime"
)

func start() {
	counter := C.counter{count: 42, limit: 100}
	C.watch(&counter)
}

func main() {
	start()
	runtime.GC()
	var others [512]*C.counter
	for i := range others {
		others[i] = &C.counter{count: 7}
	}
	fmt.Println(C.current())
	runtime.KeepAlive(others)
}
