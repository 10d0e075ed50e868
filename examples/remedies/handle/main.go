// Give C a Go value as a cgo.Handle
//
// C may not keep a Go pointer, so it gets a number instead: a `cgo.Handle`, passed as a parameter of type
// `uintptr_t` and handed back to the callback, which looks the value up. The handle keeps the value alive until
// `Delete`. Whoever made the handle deletes it, when C can call back no more: here that is when the call returns. A
// library that keeps the number longer has to tell when it forgets it, and `Delete` belongs there. A panic must not
// leave the callback, since it would skip the frames of C: it is recovered, and C is told to stop.
//
// Where the C API takes only a `void *`, cast in C, as `each_item` does here, and never write
// `unsafe.Pointer(handle)` in Go: the handle is a number and no address. `C.uintptr_t(handle)` needs `<stdint.h>`.
package main

/*
#include <stdint.h>

// The library's own API: it hands back what it was given, and stops where the callback does not return 0.
typedef int (*visitor)(int item, void *data);

static inline int each(int count, visitor visit, void *data) {
	for (int item = 1; item <= count; item++) {
		int status = visit(item, data);
		if (status != 0) return status;
	}
	return 0;
}

extern int visitItem(int item, uintptr_t handle);

static inline int visit_item(int item, void *data) {
	return visitItem(item, (uintptr_t)data);
}

static inline int each_item(int count, uintptr_t handle) {
	return each(count, visit_item, (void *)handle);
}
*/
import "C"

import (
	"errors"
	"fmt"
	"os"
	"runtime/cgo"
	"runtime/debug"
)

// snippet:start
type visit struct {
	do  func(item int) error
	err error
}

func Each(count int, do func(item int) error) error {
	v := &visit{do: do}
	handle := cgo.NewHandle(v)
	defer handle.Delete()
	C.each_item(C.int(count), C.uintptr_t(handle))
	return v.err
}

//export visitItem
func visitItem(item C.int, handle C.uintptr_t) (status C.int) {
	v := cgo.Handle(handle).Value().(*visit)
	defer func() {
		if r := recover(); r != nil {
			v.err = fmt.Errorf("visitor panicked: %v", r)
		}
		if v.err != nil {
			status = 1
		}
	}()
	v.err = v.do(int(item))
	return 0
}

// snippet:end

func main() {
	sum := 0
	add := func(item int) error {
		sum += item
		return nil
	}
	errFull := errors.New("full")
	check(Each(4, add) == nil && sum == 10, "every item is visited")
	check(Each(4, func(int) error { return errFull }) == errFull, "an error comes back")
	check(Each(4, func(int) error { panic("bad item") }) != nil, "a panic comes back as an error")
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}

func check(ok bool, what string) {
	if !ok {
		fmt.Println("wrong:", what)
		os.Exit(1)
	}
}
