// Leaks 32 MB of C and keeps 8 MB of Go, then writes a heap profile.
package main

/*
#include <stdlib.h>
#include <string.h>

static void *lib_new(size_t size) { return memset(malloc(size), 1, size); }
*/
import "C"

import (
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
)

var cache []byte

func open() {
	for range [32]int{} {
		C.lib_new(1 << 20)
	}
}

func fill() {
	cache = make([]byte, 8<<20)
	for i := range cache {
		cache[i] = 1
	}
}

func main() {
	open()
	fill()
	runtime.GC()
	file, err := os.Create("heap.pprof")
	if err != nil {
		panic(err)
	}
	if err := pprof.WriteHeapProfile(file); err != nil {
		panic(err)
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		panic(err)
	}
	for _, line := range strings.Split(string(status), "\n") {
		if strings.HasPrefix(line, "RssAnon:") {
			fmt.Println(line)
		}
	}
	runtime.KeepAlive(cache)
}
