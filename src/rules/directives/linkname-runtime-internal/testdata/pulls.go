package gort

import "unsafe"

//go:linkname gcDrain runtime.gcDrain
func gcDrain(work unsafe.Pointer, flags int) // want "refuses `gcDrain`: the runtime does not open `runtime.gcDrain`"

//go:linkname allgs runtime.allgs
var allgs []unsafe.Pointer // want "refuses `allgs`"

// Newproc starts a goroutine.
//
//go:linkname Newproc runtime.newproc
func Newproc(fn unsafe.Pointer) // want "does not open `runtime.newproc`"

//go:linkname nanotime runtime.nanotime
func nanotime() int64 // ok: open

//go:linkname procyield runtime.procyield
func procyield(cycles uint32) // ok: assembly

//go:linkname unused runtime.goexit0
func unused(gp unsafe.Pointer) // ok: not used

//go:linkname runtime_doneHook runtime.myDoneHook
func runtime_doneHook() { println("done") } // ok: given to the runtime

//go:linkname sync_throw sync.throw
func sync_throw(s string)

func Count() int {
	gcDrain(nil, 0)
	procyield(1)
	return len(allgs) + int(nanotime())
}
