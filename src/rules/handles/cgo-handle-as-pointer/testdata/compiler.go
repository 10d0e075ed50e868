package yara

/*
#include <yara.h>

void compilerCallback(int level, const char *file, int line, const void *rule, const char *message, void *data);
*/
import "C"

import (
	"runtime"
	"sync"
	"unsafe"
)

// cgoHandle is the handle of older versions of Go.
type cgoHandle uintptr

var (
	handles sync.Map
	last    uintptr
)

func newHandle(v any) cgoHandle {
	last++
	handles.Store(last, v)
	return cgoHandle(last)
}

func (h cgoHandle) Value() any {
	v, _ := handles.Load(uintptr(h))
	return v
}

func (h cgoHandle) Delete() { handles.Delete(uintptr(h)) }

type Compiler struct {
	cptr *C.YR_COMPILER
	data *cgoHandle
}

// Add registers the handle with the compiler, and compiles.
func (c *Compiler) Add(rules *C.char) int {
	id := newHandle(c)
	defer id.Delete()
	C.yr_compiler_set_callback(c.cptr, C.YR_COMPILER_CALLBACK_FUNC(C.compilerCallback), unsafe.Pointer(&id)) // want "`C.yr_compiler_set_callback` keeps the address of the local variable `id`, and may look at it in a later call"
	n := int(C.yr_compiler_add_string(c.cptr, rules, nil))
	runtime.KeepAlive(c)
	return n
}

// AddAlive keeps the variable until the compiler is done.
func (c *Compiler) AddAlive(rules *C.char) int {
	id := newHandle(c)
	defer id.Delete()
	data := unsafe.Pointer(&id) // ok: kept alive
	C.yr_compiler_set_callback(c.cptr, C.YR_COMPILER_CALLBACK_FUNC(C.compilerCallback), data)
	n := int(C.yr_compiler_add_string(c.cptr, rules, nil))
	runtime.KeepAlive(data)
	return n
}

// Closed deletes the handle in a closure, which keeps the variable.
func (c *Compiler) Closed(rules *C.char) int {
	id := newHandle(c)
	defer func() { id.Delete() }()
	C.yr_compiler_set_callback(c.cptr, C.YR_COMPILER_CALLBACK_FUNC(C.compilerCallback), unsafe.Pointer(&id)) // ok: the deferred closure reads the variable
	return int(C.yr_compiler_add_string(c.cptr, rules, nil))
}

// Scan makes a pointer of the number.
func Scan(rules *C.YR_RULES, data []byte) int {
	id := newHandle(data)
	defer id.Delete()
	return int(C.yr_rules_scan_fd(rules, 0, 0, nil, unsafe.Pointer(id), 0)) // want "The handle `id` is a number"
}

// Malloced has the handle in memory of C.
func (c *Compiler) Malloced() {
	c.data = (*cgoHandle)(C.malloc(C.size_t(unsafe.Sizeof(cgoHandle(0)))))
	*c.data = newHandle(c)
	C.yr_compiler_set_callback(c.cptr, C.YR_COMPILER_CALLBACK_FUNC(C.compilerCallback), unsafe.Pointer(c.data))
}

// object stands for an object of C: the number is its address.
type object uintptr

func (o object) Value() int { return 0 }

func (o object) Delete() { C.free(unsafe.Pointer(o)) } // an address of C
