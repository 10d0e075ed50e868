// errno is read on another thread than the one on which the call has set it.
package main

/*
#include <errno.h>
#include <unistd.h>

// Fails always, and says in errno why.
static int dev_open(int reason) {
	errno = reason;
	return -1;
}

static int get_errno(void) { return errno; }

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

func open(reason int) error {
	if C.dev_open(C.int(reason)) < 0 {
		runtime.Gosched()
		return syscall.Errno(C.get_errno())
	}
	return nil
}

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
