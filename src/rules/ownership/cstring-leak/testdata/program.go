package main

/*
#include <stdlib.h>
int work(const char *s);
*/
import "C"

import (
	"os"
	"unsafe"
)

func main() {
	name := C.CString("name") // ok: the process ends where main returns
	if C.work(name) != 0 {
		usage()
	}
	for _, arg := range os.Args {
		each := C.CString(arg) // want "`each` from `C.CString` is never freed"
		C.work(each)
	}
}

func usage() {
	defer os.Exit(2)
	println("usage")
}

func run(arg string) {
	s := C.CString(arg) // ok: usage does not return
	if C.work(s) != 0 {
		usage()
		return
	}
	C.free(unsafe.Pointer(s))
}

func work(arg string) {
	s := C.CString(arg) // want "`s` from `C.CString` is not freed on every path"
	if C.work(s) != 0 {
		return
	}
	C.free(unsafe.Pointer(s))
}
