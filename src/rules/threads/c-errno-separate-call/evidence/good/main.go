// errno comes with the call that has set it.
package main

/*
#include <errno.h>
#include <unistd.h>

// Fails always, and says in errno why.
static int dev_open(int reason) {
	errno = reason;
	return -1;
}

static void dev_wait(void) { usleep(1000); }
*/
import "C"

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"syscall"
)

// snippet:start
func open(reason int) error {
	rc, err := C.dev_open(C.int(reason))
	runtime.Gosched()
	if rc < 0 {
		return err
	}
	return nil
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
				if open(id+1) != syscall.Errno(id+1) {
					wrong[id]++
				}
				C.dev_wait()
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
