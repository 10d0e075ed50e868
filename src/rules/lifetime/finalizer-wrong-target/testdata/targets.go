package wasi

/*
#include <stdlib.h>
#include <wasi.h>

typedef struct env env;

void *buffer_of(void *data);
*/
import "C"

import (
	"reflect"
	"runtime"
	"unsafe"
)

type Env struct {
	name string
	c    *C.env
	args []*C.char
}

func freeEnv(c *C.env) { C.env_free(c) }

// NewEnv sets the finalizer on what C made.
func NewEnv() *Env {
	c := C.env_new() // step "the memory comes from C here"
	if c == nil {
		return nil
	}
	runtime.SetFinalizer(c, func(c *C.env) { // want "The finalizer is set on `c`, which is memory of C"
		C.env_free(c)
	})
	return &Env{c: c}
}

// Load gets it through an address.
func Load(name *C.char) (*Env, bool) {
	var c *C.env
	if C.env_load(name, &c) != 0 {
		return nil, false
	}
	runtime.SetFinalizer(c, freeEnv) // want "The finalizer is set on `c`, which is memory of C"
	return &Env{c: c}, true
}

// Alloc has it from malloc.
func Alloc(n int) unsafe.Pointer {
	p := (*byte)(C.malloc(C.size_t(n)))
	runtime.AddCleanup(p, func(int) {}, n) // want "The cleanup is set on `p`, which is memory of C"
	return unsafe.Pointer(p)
}

// Wrap sets it on the pointer in the object.
func Wrap() *Env {
	env := &Env{c: C.env_new()}
	runtime.SetFinalizer(env.c, freeEnv) // want "The finalizer is set on `env.c`, which is memory of C"
	return env
}

// Named sets it on a field.
func Named(name string) *Env {
	env := &Env{name: name, c: C.env_new()}
	runtime.SetFinalizer(&env.c, func(c **C.env) { C.env_free(*c) }) // want "The finalizer is set on the field `&env.c`, and not on the beginning of an object"
	return env
}

// All sets one on each element.
func All(n int) []Env {
	list := make([]Env, n)
	for i := range list {
		list[i].c = C.env_new()
		runtime.SetFinalizer(&list[i], func(e *Env) { C.env_free(e.c) }) // want "The finalizer is set on the element `&list\\[i\\]`"
	}
	return list
}

var shared Env

func init() {
	shared.c = C.env_new()
	runtime.SetFinalizer(&shared, func(e *Env) { C.env_free(e.c) }) // want "The finalizer of `&shared` never runs: `shared` is a package-level variable"
}

// Value returns a copy.
func Value() Env {
	env := Env{c: C.env_new()}
	runtime.SetFinalizer(&env, func(e *Env) { C.env_free(e.c) }) // want "The finalizer is set on the variable `env`, and runs when the function is done with it"
	return env                                                   // step "its value lives on behind the function"
}

// Pointer sets it on the variable with the pointer.
func Pointer() *Env {
	env := &Env{c: C.env_new()}
	runtime.SetFinalizer(&env, func(e **Env) { C.env_free((*e).c) }) // want "The finalizer is set on the variable `env`"
	return env
}

// Bytes ties the memory to the header of a slice.
func Bytes(n int) (data []byte) {
	c := C.malloc(C.size_t(n))
	header := (*reflect.SliceHeader)(unsafe.Pointer(&data))
	header.Data = uintptr(c)
	header.Len = n
	header.Cap = n
	runtime.SetFinalizer(&data, func(*[]byte) { C.free(c) }) // want "The finalizer is set on the variable `data`"
	return
}

// Watch has a copy of its receiver.
func (e Env) Watch() {
	runtime.SetFinalizer(&e, func(e *Env) { C.env_free(e.c) }) // want "The finalizer is set on `e`, the copy of what the caller has"
}

// WatchAll has copies of the elements.
func WatchAll(list []Env) {
	for _, e := range list {
		runtime.SetFinalizer(&e, func(e *Env) { C.env_free(e.c) }) // want "set on `e`, the copy of an element"
	}
}

// Right sets it on the Go object.
func Right() *Env {
	env := &Env{c: C.env_new()}
	runtime.SetFinalizer(env, func(e *Env) { C.env_free(e.c) }) // ok: a Go object
	return env
}

// Local returns the variable itself.
func Local() *Env {
	var env Env
	env.c = C.env_new()
	runtime.SetFinalizer(&env, func(e *Env) { C.env_free(e.c) }) // ok: its address is returned
	return &env
}

// First sets it on the first field.
func First(name string) *Env {
	env := &Env{name: name}
	runtime.SetFinalizer(&env.name, func(*string) {}) // ok: the beginning of the object
	return env
}

type guarded struct {
	_    [0]func()
	name string
}

// Guarded has nothing before the field.
func Guarded(name string) *guarded {
	g := &guarded{name: name}
	runtime.SetFinalizer(&g.name, func(*string) {}) // ok: the first that has a size
	return g
}

// Part has a cleanup, which may sit on a field.
func Part() *Env {
	env := &Env{c: C.env_new()}
	runtime.AddCleanup(&env.args, freeEnv, env.c) // ok: a cleanup
	return env
}

// Sentinel sees when the function is done.
func Sentinel(done chan struct{}) {
	var sentinel [16]byte
	runtime.SetFinalizer(&sentinel, func(*[16]byte) { close(done) }) // ok: nothing is returned
	println(len(sentinel))
}

// New has a C struct in memory of Go.
func New() *C.env {
	env := new(C.env)
	runtime.SetFinalizer(env, func(e *C.env) { C.env_clear(e) }) // ok: memory of Go
	return env
}

// Same may be given back its own.
func Same() unsafe.Pointer {
	data := new([64]byte)
	p := (*byte)(C.buffer_of(unsafe.Pointer(data)))
	runtime.SetFinalizer(p, func(*byte) {}) // ok: it may be memory of Go
	return unsafe.Pointer(p)
}

// Given does not know what it is given.
func Given(c *C.env) {
	runtime.SetFinalizer(c, freeEnv) // ok: the caller knows
}
