package hooks

/*
#include <stdint.h>

void lib_hook(uintptr_t h);
*/
import "C"

import "runtime/cgo"

// Hook gives C a handle that nothing deletes.
func Hook(fn func()) {
	C.lib_hook(C.uintptr_t(cgo.NewHandle(fn))) // want "C gets the handle in `C.lib_hook`, and nothing in the package deletes handles"
}

// HookNamed does the same with a variable.
func HookNamed(fn func()) {
	h := cgo.NewHandle(fn)     // want "C gets the handle in `C.lib_hook`, and nothing in the package deletes handles"
	C.lib_hook(C.uintptr_t(h)) // step "C gets the handle"
}

//export hooksRun
func hooksRun(h C.uintptr_t) { cgo.Handle(h).Value().(func())() }
