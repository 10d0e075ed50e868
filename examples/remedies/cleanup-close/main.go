// Free memory of C by Close, and by AddCleanup where Close was forgotten
//
// For Go 1.24 and later. `Close` frees at once and may be called again, from any goroutine. The cleanup frees where
// `Close` never came. It must not refer to the object, or that would never be garbage: its argument is the C
// pointer, and the function is no closure over the object. `Close` stops the cleanup before it frees, so that the
// memory is freed once; the lock's deferred release keeps the object reachable until then.
//
// The lock is held in every method while C runs: `Close` cannot free the memory under a call of another goroutine, and
// the deferred `RUnlock`, which uses the object, also keeps it alive to the end of the call, so that no `KeepAlive`
// is needed. After `Close` the methods say so, and C does not see the old pointer.
package main

/*
#include <stdlib.h>

typedef struct { int count; } counter;

static _Atomic int live, freeing;

static counter *counter_new(void) { live++; return calloc(1, sizeof(counter)); }
static void counter_free(counter *c) { freeing++; live--; free(c); freeing--; }
static int counter_count(counter *c) { return c->count + 1; }
static int counters(void) { return live; }
static int being_freed(void) { return freeing; }
*/
import "C"

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

// snippet:start
var ErrClosed = errors.New("counter is closed")

type Counter struct {
	mu      sync.RWMutex
	c       *C.counter // nil after Close
	cleanup runtime.Cleanup
}

func NewCounter() (*Counter, error) {
	c := C.counter_new()
	if c == nil {
		return nil, errors.New("counter_new: out of memory")
	}
	counter := &Counter{c: c}
	counter.cleanup = runtime.AddCleanup(counter, func(c *C.counter) { C.counter_free(c) }, c)
	return counter, nil
}

func (counter *Counter) Close() error {
	counter.mu.Lock()
	defer counter.mu.Unlock()
	if counter.c == nil {
		return nil
	}
	counter.cleanup.Stop()
	C.counter_free(counter.c)
	counter.c = nil
	return nil
}

func (counter *Counter) Count() (int, error) {
	counter.mu.RLock()
	defer counter.mu.RUnlock()
	if counter.c == nil {
		return 0, ErrClosed
	}
	return int(C.counter_count(counter.c)), nil
}

// snippet:end

func main() {
	counter, err := NewCounter()
	check(err == nil, "NewCounter")
	var wg sync.WaitGroup
	for i := 0; i < 8; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			if i < 4 {
				check(counter.Close() == nil, "Close again")
			} else if n, err := counter.Count(); err == nil {
				check(n == 1, "Count before Close")
			}
		}(i)
	}
	wg.Wait()
	_, err = counter.Count()
	check(err == ErrClosed, "Count after Close")

	forget()
	for round := 0; C.counters() != 0 && round < 100; round++ {
		runtime.GC()
		time.Sleep(10 * time.Millisecond)
	}
	check(C.counters() == 0, "the cleanup frees what nobody closed")
	// A cleanup that frees what was closed has had its turn by then.
	for round := 0; round < 5 || C.being_freed() != 0; round++ {
		runtime.GC()
		time.Sleep(20 * time.Millisecond)
	}
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
