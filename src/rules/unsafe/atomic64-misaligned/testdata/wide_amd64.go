package counters

import (
	"sync/atomic"
	"unsafe"
)

type wide struct {
	flag uint32
	n    uint64
}

func (w *wide) add() {
	atomic.AddUint64(&w.n, uint64(unsafe.Sizeof(w))) // ok: the file is for a 64-bit system
}
