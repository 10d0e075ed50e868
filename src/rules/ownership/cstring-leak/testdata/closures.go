package scan

/*
#include <stdlib.h>

int scan_file(const char *path, int flags);
int scan_string(const char *text);
*/
import "C"

import (
	"sync"
	"unsafe"
)

var lock sync.Mutex

// Runs f in the calling goroutine and forgets it.
func locked(f func()) {
	lock.Lock()
	defer lock.Unlock()
	f()
}

func direct(path string) (n C.int) {
	cpath := C.CString(path) // want "`cpath`.*freed"
	func() {
		n = C.scan_file(cpath, 0)
	}()
	return n
}

func named(path string) C.int {
	cpath := C.CString(path) // want "`cpath`.*freed"
	scan := func(flags C.int) C.int {
		return C.scan_file(cpath, flags)
	}
	return scan(0) + scan(1)
}

func passedOn(path string) (n C.int) {
	cpath := C.CString(path) // want "`cpath`.*freed"
	locked(func() {
		n = C.scan_file(cpath, 0)
	})
	return n
}

// The closure that frees runs on one of two paths.
func prepared(path string) C.int {
	cpath := C.CString(path) // want "`cpath`.*freed"
	release := func() { C.free(unsafe.Pointer(cpath)) }
	if n := C.scan_file(cpath, 0); n != 0 {
		return n
	}
	release()
	return 0
}

func insideClosure(paths []string) {
	each := func(path string) C.int {
		cpath := C.CString(path) // want "`cpath`.*freed"
		return C.scan_file(cpath, 0)
	}
	for _, path := range paths {
		each(path)
	}
}

func insideGoroutine(path string, done chan<- C.int) {
	go func() {
		cpath := C.CString(path) // want "`cpath`.*freed"
		done <- C.scan_file(cpath, 0)
	}()
}

// The deferred closure frees one of two strings.
func deferredHalf(path, text string) C.int {
	cpath := C.CString(path)
	ctext := C.CString(text) // want "`ctext`.*freed"
	defer func() {
		C.free(unsafe.Pointer(cpath))
	}()
	return C.scan_file(cpath, 0) + C.scan_string(ctext)
}

func deferredClosure(path string) C.int {
	cpath := C.CString(path) // ok: freed by the deferred closure
	defer func() {
		lock.Lock()
		defer lock.Unlock()
		C.free(unsafe.Pointer(cpath))
	}()
	return C.scan_file(cpath, 0)
}

func deferredParameter(path string) C.int {
	cpath := C.CString(path) // ok: freed through the parameter of the deferred closure
	defer func(p unsafe.Pointer) {
		C.free(p)
	}(unsafe.Pointer(cpath))
	return C.scan_file(cpath, 0)
}

func deferredVariable(path string) C.int {
	cpath := C.CString(path) // ok: freed by the deferred variable
	release := func() { C.free(unsafe.Pointer(cpath)) }
	defer release()
	return C.scan_file(cpath, 0)
}

func calledHere(path string) C.int {
	cpath := C.CString(path) // ok: freed by the closure that is called at the end
	release := func() { C.free(unsafe.Pointer(cpath)) }
	n := C.scan_file(cpath, 0)
	release()
	return n
}

func freedInside(path string) (n C.int) {
	cpath := C.CString(path) // ok: the closure that locked runs frees it
	locked(func() {
		n = C.scan_file(cpath, 0)
		C.free(unsafe.Pointer(cpath))
	})
	return n
}

func goroutine(path string, done chan<- C.int) {
	cpath := C.CString(path) // ok: the goroutine frees it
	go func() {
		defer C.free(unsafe.Pointer(cpath))
		done <- C.scan_file(cpath, 0)
	}()
}

func returnedRelease(path string) (*C.char, func()) {
	cpath := C.CString(path) // ok: the caller gets the string and what frees it
	return cpath, func() { C.free(unsafe.Pointer(cpath)) }
}

func returnedScan(path string) func() C.int {
	cpath := C.CString(path) // ok: the closure that is returned frees it
	return func() C.int {
		defer C.free(unsafe.Pointer(cpath))
		return C.scan_file(cpath, 0)
	}
}

func once(path string) func() {
	cpath := C.CString(path) // ok: the closure that is handed out frees it
	var freed sync.Once
	return func() {
		freed.Do(func() { C.free(unsafe.Pointer(cpath)) })
	}
}

func collected(paths []string) {
	var cleanup []func()
	defer func() {
		for _, release := range cleanup {
			release()
		}
	}()
	for _, path := range paths {
		cpath := C.CString(path) // ok: freed by a closure of the cleanup list
		cleanup = append(cleanup, func() { C.free(unsafe.Pointer(cpath)) })
		C.scan_file(cpath, 0)
	}
}
