// runtime.KeepAlive says what no directive can: the owner is in use until C has returned.
package main

/*
#include <stdlib.h>
#include <unistd.h>

static int *make_value(void) {
	int *p = malloc(sizeof *p);
	*p = 42;
	return p;
}

static int slow_read(int *p) {
	usleep(300000);
	return *p;
}
*/
import "C"

import (
	"fmt"
	"runtime"
	"time"
	"unsafe"
)

type value struct{ p *C.int }

func newValue() *value {
	v := &value{p: C.make_value()}
	runtime.SetFinalizer(v, func(v *value) { C.free(unsafe.Pointer(v.p)) })
	return v
}

// snippet:start
func (v *value) read() int {
	n := C.slow_read(v.p)
	runtime.KeepAlive(v)
	return int(n)
}

// snippet:end

func main() {
	go func() {
		for {
			runtime.GC()
			time.Sleep(time.Millisecond)
		}
	}()
	fmt.Println(newValue().read())
}
