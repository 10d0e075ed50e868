package share

/*
#include <stdlib.h>

typedef struct share share;
share *share_open(const char *name);
int share_check(const char *name);
int share_put(share *s, const char *key, const char *value);
*/
import "C"

import (
	"errors"
	"log"
	"os"
	"unsafe"
)

var errShare = errors.New("share error")

type Share struct {
	ptr  *C.share
	name *C.char
}

// The deferred free is still to run.
func open(name string) (*Share, error) {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname)) // step "defer"
	ptr := C.share_open(cname)
	if ptr == nil {
		C.free(unsafe.Pointer(cname)) // want "`cname`.*twice"
		return nil, errShare
	}
	return &Share{ptr: ptr}, nil
}

func openAtEnd(name string) *C.share {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname))
	ptr := C.share_open(cname)
	C.free(unsafe.Pointer(cname)) // want "`cname`.*twice"
	return ptr
}

// nil does not help: the deferred call's argument was evaluated at the defer statement.
func openCleared(name string) *C.share {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname))
	ptr := C.share_open(cname)
	if ptr == nil {
		C.free(unsafe.Pointer(cname)) // want "`cname`.*twice"
		cname = nil
	}
	return ptr
}

func deferredTwice(name string) *C.share {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname))
	ptr := C.share_open(cname)
	if ptr != nil {
		defer C.free(unsafe.Pointer(cname)) // want "`cname`.*twice"
	}
	return ptr
}

func deferredClosureToo(name string) *C.share {
	cname := C.CString(name)
	defer func() {
		C.free(unsafe.Pointer(cname))
	}()
	ptr := C.share_open(cname)
	if ptr == nil {
		C.free(unsafe.Pointer(cname)) // want "`cname`.*twice"
		return nil
	}
	return ptr
}

func straight(name string) C.int {
	cname := C.CString(name)
	n := C.share_check(cname)
	C.free(unsafe.Pointer(cname)) // step "free"
	C.free(unsafe.Pointer(cname)) // want "`cname`.*twice"
	return n
}

// The error branch frees, and the free behind it runs as well.
func branch(name string) error {
	var err error
	cname := C.CString(name)
	if C.share_check(cname) != 0 {
		err = errShare
		C.free(unsafe.Pointer(cname)) // step "free"
	}
	C.free(unsafe.Pointer(cname)) // want "`cname`.*twice"
	return err
}

func alias(name string) C.int {
	cname := C.CString(name)
	p := unsafe.Pointer(cname)
	n := C.share_check(cname)
	C.free(p)
	C.free(unsafe.Pointer(cname)) // want "`cname`.*twice"
	return n
}

// One variable was meant, the other one is freed again.
func mistaken(share *C.share, key, value string) C.int {
	ckey, cvalue := C.CString(key), C.CString(value)
	n := C.share_put(share, ckey, cvalue)
	C.free(unsafe.Pointer(ckey))
	C.free(unsafe.Pointer(ckey)) // want "`ckey`.*twice"
	return n
}

func (s *Share) closeWrong() {
	C.free(unsafe.Pointer(s.name))
	C.free(unsafe.Pointer(s.name)) // want "`s.name`.*twice"
}

func openDeferred(name string) (*Share, error) {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname)) // ok: the only free
	ptr := C.share_open(cname)
	if ptr == nil {
		return nil, errShare
	}
	return &Share{ptr: ptr}, nil
}

func openExplicit(name string) (*Share, error) {
	cname := C.CString(name)
	ptr := C.share_open(cname)
	if ptr == nil {
		C.free(unsafe.Pointer(cname)) // ok: this path returns
		return nil, errShare
	}
	C.free(unsafe.Pointer(cname)) // ok: the other free lies on another path
	return &Share{ptr: ptr}, nil
}

func deferAfterBranch(name string) *C.share {
	cname := C.CString(name)
	if C.share_check(cname) != 0 {
		C.free(unsafe.Pointer(cname)) // ok: the defer below is not reached
		return nil
	}
	defer C.free(unsafe.Pointer(cname))
	return C.share_open(cname)
}

func deferInBranch(name string, keep bool) *C.share {
	cname := C.CString(name)
	if !keep {
		defer C.free(unsafe.Pointer(cname)) // ok: the only free on this path
		return C.share_open(cname)
	}
	ptr := C.share_open(cname)
	C.free(unsafe.Pointer(cname)) // ok: without the defer
	return ptr
}

func deferredClosureCleared(name string) *C.share {
	cname := C.CString(name)
	defer func() {
		C.free(unsafe.Pointer(cname)) // ok: reads nil when the branch has run
	}()
	ptr := C.share_open(cname)
	if ptr == nil {
		C.free(unsafe.Pointer(cname)) // ok: the closure sees the nil below
		cname = nil
	}
	return ptr
}

func reassigned(first, second string) C.int {
	cname := C.CString(first)
	n := C.share_check(cname)
	C.free(unsafe.Pointer(cname))
	cname = C.CString(second)
	n += C.share_check(cname)
	C.free(unsafe.Pointer(cname)) // ok: another string
	return n
}

func reassignedDeferred(first, second string) C.int {
	cname := C.CString(first)
	defer C.free(unsafe.Pointer(cname))
	n := C.share_check(cname)
	cname = C.CString(second)
	n += C.share_check(cname)
	C.free(unsafe.Pointer(cname)) // ok: the deferred call holds the first string
	return n
}

func deferredEach(first, second string) C.int {
	cname := C.CString(first)
	defer C.free(unsafe.Pointer(cname))
	n := C.share_check(cname)
	cname = C.CString(second)
	defer C.free(unsafe.Pointer(cname)) // ok: the second string
	return n + C.share_check(cname)
}

func cleared(name string) {
	cname := C.CString(name)
	C.share_check(cname)
	C.free(unsafe.Pointer(cname))
	cname = nil
	C.free(unsafe.Pointer(cname)) // ok: free(nil) does nothing
}

func two(share *C.share, key, value string) C.int {
	ckey, cvalue := C.CString(key), C.CString(value)
	defer C.free(unsafe.Pointer(ckey))
	n := C.share_put(share, ckey, cvalue)
	C.free(unsafe.Pointer(cvalue)) // ok: the other string
	return n
}

func shadowed(first, second string) C.int {
	cname := C.CString(first)
	defer C.free(unsafe.Pointer(cname))
	if n := C.share_check(cname); n == 0 {
		cname := C.CString(second)
		n = C.share_check(cname)
		C.free(unsafe.Pointer(cname)) // ok: the inner variable
		return n
	}
	return 0
}

func exits(name string) {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname))
	if C.share_check(cname) != 0 {
		C.free(unsafe.Pointer(cname)) // ok: os.Exit runs no deferred call
		os.Exit(1)
	}
}

func fatal(name string) {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname))
	if C.share_check(cname) != 0 {
		C.free(unsafe.Pointer(cname)) // ok: log.Fatal runs no deferred call
		log.Fatal("bad share")
	}
}

// panic does run the deferred calls.
func panics(name string) {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname))
	if C.share_check(cname) != 0 {
		C.free(unsafe.Pointer(cname)) // want "`cname`.*twice"
		panic("bad share")
	}
}

func (s *Share) Close() {
	C.free(unsafe.Pointer(s.name))
	s.name = nil
	C.free(unsafe.Pointer(s.ptr)) // ok: another field
	s.ptr = nil
}

func (s *Share) rename(name string) {
	C.free(unsafe.Pointer(s.name))
	s.name = C.CString(name)
	if C.share_check(s.name) != 0 {
		C.free(unsafe.Pointer(s.name)) // ok: the new string
		s.name = nil
	}
}
