// The goroutine stays on its thread from the call until its error is read.
package main

/*
#include <stdio.h>
#include <unistd.h>

static _Thread_local char last_error[32];

// Fails always, and says for whom in the store of the thread.
static int lib_open(int id) {
	snprintf(last_error, sizeof last_error, "cannot open %d", id);
	return -1;
}

static const char *lib_last_error(void) { return last_error; }

static void lib_wait(void) { usleep(1000); }
*/
import "C"

import (
	"fmt"
	"os"
	"runtime"
	"sync"
)

// snippet:start
func open(id int) string {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if C.lib_open(C.int(id)) < 0 {
		runtime.Gosched()
		return C.GoString(C.lib_last_error())
	}
	return ""
}

// snippet:end

func main() {
	const goroutines, rounds = 64, 40
	wrong := make([]int, goroutines)
	var wait sync.WaitGroup
	for id := 0; id < goroutines; id++ {
		id := id
		wait.Add(1)
		go func() {
			defer wait.Done()
			for i := 0; i < rounds; i++ {
				if open(id) != fmt.Sprintf("cannot open %d", id) {
					wrong[id]++
				}
				C.lib_wait()
			}
		}()
	}
	wait.Wait()
	for _, count := range wrong {
		if count > 0 {
			fmt.Println("wrong error: another goroutine's")
			os.Exit(1)
		}
	}
}
