package main

/*
#include <stdlib.h>

int device_open(const char *path);
*/
import "C"

import (
	"fmt"
	"log"
	"os"
	"runtime"
	"testing"
	"unsafe"
)

// The process ends on one path, but the function returns on another one.
func open(path string, strict bool) C.int {
	cpath := C.CString(path) // want "`cpath`.*freed"
	fd := C.device_open(cpath)
	if fd < 0 && strict {
		log.Fatalf("cannot open %s", path)
	}
	return fd
}

// log.Print comes back.
func openLogged(path string) C.int {
	cpath := C.CString(path) // want "`cpath`.*not freed on every path"
	fd := C.device_open(cpath)
	if fd < 0 {
		log.Printf("cannot open %s", path)
		return -1
	}
	C.free(unsafe.Pointer(cpath))
	return fd
}

func openOrExit(path string) C.int {
	cpath := C.CString(path) // ok: the other path ends the process
	fd := C.device_open(cpath)
	if fd < 0 {
		fmt.Fprintln(os.Stderr, "cannot open", path)
		os.Exit(1)
	}
	C.free(unsafe.Pointer(cpath))
	return fd
}

func openOrFatal(path string) C.int {
	cpath := C.CString(path) // ok: the other path ends the process
	fd := C.device_open(cpath)
	if fd < 0 {
		log.Fatal("cannot open ", path)
	}
	C.free(unsafe.Pointer(cpath))
	return fd
}

func openOrPanic(path string) C.int {
	cpath := C.CString(path) // ok: the other path panics
	fd := C.device_open(cpath)
	if fd < 0 {
		panic("cannot open " + path)
	}
	C.free(unsafe.Pointer(cpath))
	return fd
}

func openOrLogPanic(path string) C.int {
	cpath := C.CString(path) // ok: the other path panics
	fd := C.device_open(cpath)
	if fd < 0 {
		log.Panicf("cannot open %s", path)
	}
	C.free(unsafe.Pointer(cpath))
	return fd
}

func openInTest(t *testing.T, path string) C.int {
	t.Helper()
	cpath := C.CString(path) // ok: the other path ends the test
	fd := C.device_open(cpath)
	if fd < 0 {
		t.Fatalf("cannot open %s", path)
	}
	C.free(unsafe.Pointer(cpath))
	return fd
}

func openOrGoexit(path string) C.int {
	cpath := C.CString(path) // ok: the other path ends the goroutine
	fd := C.device_open(cpath)
	if fd < 0 {
		runtime.Goexit()
	}
	C.free(unsafe.Pointer(cpath))
	return fd
}

func serve(path string) {
	cpath := C.CString(path) // ok: the loop never ends
	for {
		C.device_open(cpath)
	}
}

func block(path string) {
	cpath := C.CString(path) // ok: the function never returns
	C.device_open(cpath)
	select {}
}

func main() {
	openOrExit(os.Args[1])
}
