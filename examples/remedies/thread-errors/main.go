// Read errno, and errors that a library keeps for each thread
//
// `errno` needs no lock: `result, err := C.f()` reads it on the thread of the call, before the goroutine can be moved.
// Look at the result first: `err` is what `errno` was, and a call that succeeds may leave something in it. A second C
// function that returns `errno` is too late.
//
// Where a library has its own "last error" for each thread, the call and the call that reads the error are two. Between
// `runtime.LockOSThread` and `UnlockOSThread` the goroutine stays on one thread, so both meet the same error.
// The text is copied before the lock is released, since the next call on that thread changes it.
package main

/*
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

static _Thread_local char last_error[32];

static int lib_open(int id) {
	snprintf(last_error, sizeof last_error, "cannot open %d", id);
	usleep(100);
	return -1;
}

static const char *lib_last_error(void) { return last_error; }

// Succeeds, and leaves something in errno all the same.
static int tidy(int value) {
	errno = EAGAIN;
	if (value < 0) { errno = EINVAL; return -1; }
	return value;
}
*/
import "C"

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"
	"syscall"
)

// snippet:start
func Tidy(value int) (int, error) {
	result, err := C.tidy(C.int(value))
	if result < 0 {
		return 0, fmt.Errorf("tidy: %w", err)
	}
	return int(result), nil // err may be set here, and says nothing
}

func Open(id int) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if C.lib_open(C.int(id)) < 0 {
		return errors.New(C.GoString(C.lib_last_error()))
	}
	return nil
}

// snippet:end

func main() {
	value, err := Tidy(3)
	check(err == nil && value == 3, "a call that succeeds")
	_, err = Tidy(-1)
	check(errors.Is(err, syscall.EINVAL), "a call that fails")

	var wg sync.WaitGroup
	for id := 0; id < 64; id++ {
		wg.Add(1)
		go func(id int) {
			defer wg.Done()
			for round := 0; round < 20; round++ {
				check(Open(id).Error() == fmt.Sprint("cannot open ", id), "the error is one's own")
			}
		}(id)
	}
	wg.Wait()
}

func check(ok bool, what string) {
	if !ok {
		fmt.Println("wrong:", what)
		os.Exit(1)
	}
}
