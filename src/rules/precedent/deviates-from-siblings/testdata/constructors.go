package constructors

/*
#include "vm.h"
*/
import "C"

import "runtime"

type Module struct {
	ptr *C.vm_module
}

func (m *Module) Close() {
	runtime.SetFinalizer(m, nil)
	C.vm_module_delete(m.ptr)
}

func NewModule(code *C.char) *Module {
	m := &Module{ptr: C.vm_module_new(code)} // step "`NewModule` gives what it makes `runtime.SetFinalizer`"
	runtime.SetFinalizer(m, (*Module).Close)
	return m
}

func Deserialize(data *C.char) *Module {
	return &Module{ptr: C.vm_module_deserialize(data)} // want "One constructor of `Module` sets a finalizer or cleanup, this one does not: is that meant\\?"
}

// What another object lends is not this one's to free.
type Instance struct {
	ptr *C.vm_instance
}

func (i *Instance) Module() *Module {
	return &Module{ptr: C.vm_instance_get_module(i.ptr)}
}

// Nobody sets one on a Store: whoever makes it closes it.
type Store struct {
	ptr *C.vm_store
}

func (s *Store) Close() {
	C.vm_store_delete(s.ptr)
}

func NewStore() *Store {
	return &Store{ptr: C.vm_store_new()} // ok: no constructor sets a finalizer
}

func NewStoreWithLimit(limit int) *Store {
	return &Store{ptr: C.vm_store_new_limited(C.int(limit))} // ok: no constructor sets a finalizer
}

// Of several that do not, most do.
type Engine struct {
	ptr *C.vm_engine
}

func (e *Engine) Close() {
	C.vm_engine_delete(e.ptr)
}

func NewEngine() *Engine {
	e := &Engine{ptr: C.vm_engine_new()} // ok: sets it
	runtime.SetFinalizer(e, (*Engine).Close)
	return e
}

func NewFastEngine() *Engine {
	return &Engine{ptr: C.vm_engine_new_fast()} // ok: two do not, one does
}

func NewSmallEngine() *Engine {
	return &Engine{ptr: C.vm_engine_new_small()} // ok: two do not, one does
}
