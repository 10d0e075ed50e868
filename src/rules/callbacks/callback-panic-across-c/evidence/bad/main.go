// The callback panics with an error, and the caller of C recovers: C never gives back its lock.
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

type source struct{ fail bool }

func (s *source) read() error {
	if s.fail {
		return errRead
	}
	return nil
}

//export goRead
func goRead(h C.uintptr_t) C.int {
	if err := cgo.Handle(h).Value().(*source).read(); err != nil {
		panic(err)
	}
	return 0
}

func load(s *source) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("load: %v", r)
		}
	}()
	h := cgo.NewHandle(s)
	defer h.Delete()
	C.load(C.uintptr_t(h))
	return nil
}

func main() {
	if err := load(&source{fail: true}); err == nil {
		fmt.Println("no error")
	}
	if C.is_locked() != 0 {
		fmt.Println("C still holds its lock")
		os.Exit(1)
	}
}
