// Free memory of C by Close, and by SetFinalizer where Close was forgotten
//
// For Go before 1.24; later, `runtime.AddCleanup` is easier to get right. The finalizer is set on the Go object, never on
// a C pointer, and its function takes the object as its argument: a closure that captures the object would keep it
// alive for ever. `Close` is idempotent and removes the finalizer, so that the memory is freed once. An object with a
// finalizer that is part of a cycle may never be freed, so nothing that it points to points back at it.
//
// A method that gives the C pointer to C ends with `runtime.KeepAlive` of the object: without it the finalizer may
// free the memory while C is at work. The type is not safe for use by several goroutines at once; the remedy with
// `AddCleanup` shows the lock for that.
package main

/*
#include <stdlib.h>

typedef struct { int count; } counter;

static _Atomic int live;

static counter *counter_new(void) { live++; return calloc(1, sizeof(counter)); }
static void counter_free(counter *c) { live--; free(c); }
static int counter_count(counter *c) { return c->count + 1; }
static int counters(void) { return live; }
*/
import "C"

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"time"
)

// snippet:start
var ErrClosed = errors.New("counter is closed")

type Counter struct {
	c *C.counter // nil after Close
}

func NewCounter() (*Counter, error) {
	c := C.counter_new()
	if c == nil {
		return nil, errors.New("counter_new: out of memory")
	}
	counter := &Counter{c: c}
	runtime.SetFinalizer(counter, (*Counter).Close)
	return counter, nil
}

func (counter *Counter) Close() error {
	if counter.c == nil {
		return nil
	}
	runtime.SetFinalizer(counter, nil)
	C.counter_free(counter.c)
	counter.c = nil
	return nil
}

func (counter *Counter) Count() (int, error) {
	if counter.c == nil {
		return 0, ErrClosed
	}
	count := int(C.counter_count(counter.c))
	runtime.KeepAlive(counter)
	return count, nil
}

// snippet:end

func main() {
	counter, err := NewCounter()
	check(err == nil, "NewCounter")
	n, err := counter.Count()
	check(err == nil && n == 1, "Count")
	check(counter.Close() == nil && counter.Close() == nil, "Close twice")
	_, err = counter.Count()
	check(err == ErrClosed, "Count after Close")

	forget()
	for round := 0; C.counters() != 0 && round < 100; round++ {
		runtime.GC()
		time.Sleep(10 * time.Millisecond)
	}
	check(C.counters() == 0, "the finalizer frees what nobody closed")
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}

//go:noinline
func forget() {
	counter, err := NewCounter()
	check(err == nil, "NewCounter")
	_, err = counter.Count()
	check(err == nil, "Count")
}

func check(ok bool, what string) {
	if !ok {
		fmt.Println("wrong:", what)
		os.Exit(1)
	}
}
