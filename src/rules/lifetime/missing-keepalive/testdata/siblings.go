package siblings

/*
#include "map.h"
*/
import "C"

import "runtime"

type Map struct {
	c *C.map_t
}

func NewMap() *Map {
	m := &Map{c: C.map_new()}
	runtime.SetFinalizer(m, (*Map).Close)
	return m
}

func (m *Map) Close() {
	runtime.SetFinalizer(m, nil)
	C.map_delete(m.c)
	m.c = nil
}

func (m *Map) Len() int {
	n := int(C.map_len(m.c)) // step "`Map.Len` keeps it alive until the call is over"
	runtime.KeepAlive(m)
	return n
}

func (m *Map) Cap() int {
	n := int(C.map_cap(m.c)) // step "`Map.Cap` keeps it alive until the call is over"
	runtime.KeepAlive(m)
	return n
}

func (m *Map) Has(key int) bool {
	has := C.map_has(m.c, C.int(key)) != 0
	runtime.KeepAlive(m)
	return has
}

// What siblings do is quoted.
func (m *Map) Get(key int) int {
	return int(C.map_get(m.c, C.int(key))) // want "its finalizer frees it; three functions keep a `Map` alive until the C call that got its handle is over, this one does not$"
}
