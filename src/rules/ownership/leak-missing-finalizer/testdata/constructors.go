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
	return &Module{ptr: C.vm_module_deserialize(data)} // want "`Deserialize` gives its `Module` no finalizer or cleanup; one constructor of `Module` sets a finalizer or cleanup: who releases this one\\?"
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
	return &Engine{ptr: C.vm_engine_new_fast()} // ok: too few do
}

func NewSmallEngine() *Engine {
	return &Engine{ptr: C.vm_engine_new_small()} // ok: too few do
}

// Who leaves the work to another does what that one does.
type Table struct {
	ptr *C.vm_table
}

func (t *Table) Close() {
	C.vm_table_delete(t.ptr)
}

func newTable(ptr *C.vm_table) *Table {
	t := &Table{ptr: ptr}
	runtime.SetFinalizer(t, (*Table).Close)
	return t
}

func NewTable() *Table { return newTable(C.vm_table_new()) }

func CopyTable(t *Table) *Table { return newTable(C.vm_table_copy(t.ptr)) }

func ParseTable(text *C.char) (*Table, error) {
	ptr := C.vm_table_parse(text)
	return &Table{ptr: ptr}, nil // want "`ParseTable` gives its `Table` no finalizer or cleanup; three constructors of `Table` set a finalizer or cleanup: who releases this one\\?"
}

func (i *Instance) Table() *Table {
	return &Table{ptr: C.vm_instance_get_table(i.ptr)}
}

// Its release takes the finalizer off, which most constructors never set.
type Config struct {
	ptr *C.vm_config
}

func (c *Config) Free() { // step "`Free` takes the finalizer off"
	runtime.SetFinalizer(c, nil)
	C.vm_config_free(c.ptr)
}

func OpenConfig(path *C.char) *Config {
	c := &Config{ptr: C.vm_config_open(path)}
	runtime.SetFinalizer(c, (*Config).Free)
	return c
}

func NewConfig() *Config {
	c := new(Config)
	C.vm_config_new(&c.ptr) // want "`NewConfig` gives its `Config` no finalizer or cleanup; `Free` takes off a finalizer that was never set here"
	return c
}

func SystemConfig() *Config {
	return &Config{ptr: C.vm_config_system_new()} // want "`SystemConfig` gives its `Config` no finalizer or cleanup; `Free` takes off"
}
