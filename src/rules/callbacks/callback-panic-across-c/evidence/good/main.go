// The callback keeps the error for the caller of C, and tells C by a status.
package main

/*
#include <stdint.h>

extern int goRead(uintptr_t h);

static int locked;

static int load(uintptr_t h) {
	locked = 1;
	int rc = goRead(h);
	locked = 0;
	return rc;
}

static int is_locked(void) { return locked; }
*/
import "C"

import (
	"errors"
	"fmt"
	"os"
	"runtime/cgo"
)

var errRead = errors.New("read failed")

type source struct {
	fail bool
	err  error
}

func (s *source) read() error {
	if s.fail {
		return errRead
	}
	return nil
}

// snippet:start
//
//export goRead
func goRead(h C.uintptr_t) (status C.int) {
	s := cgo.Handle(h).Value().(*source)
	defer func() {
		if r := recover(); r != nil {
			s.err, status = fmt.Errorf("panic in callback: %v", r), -1
		}
	}()
	if s.err = s.read(); s.err != nil {
		return -1
	}
	return 0
}

// snippet:end

func load(s *source) error {
	h := cgo.NewHandle(s)
	defer h.Delete()
	C.load(C.uintptr_t(h))
	return s.err
}

func main() {
	if err := load(&source{fail: true}); err == nil {
		fmt.Println("no error")
		os.Exit(1)
	}
	if C.is_locked() != 0 {
		fmt.Println("C still holds its lock")
		os.Exit(1)
	}
}
