// Two goroutines wait in C for 100 ms each, while the execution is traced.
package main

/*
#include <unistd.h>

static void lib_wait(void) { usleep(100000); }
*/
import "C"

import (
	"os"
	"runtime/trace"
	"sync"
)

func request(wg *sync.WaitGroup) {
	defer wg.Done()
	C.lib_wait()
}

func main() {
	file, err := os.Create("trace.out")
	if err != nil {
		panic(err)
	}
	if err := trace.Start(file); err != nil {
		panic(err)
	}
	var wg sync.WaitGroup
	wg.Add(2)
	go request(&wg)
	go request(&wg)
	wg.Wait()
	trace.Stop()
}
