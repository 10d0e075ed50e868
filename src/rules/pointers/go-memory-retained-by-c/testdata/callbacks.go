package watch

/*
#include <stddef.h>

typedef struct lib_context lib_context;
typedef void (*lib_handler)(const char *text, void *data);

typedef struct {
	void *info;
	int version;
} lib_stream_context;

lib_context *lib_new(void);
void lib_set_error_handler(lib_context *context, lib_handler handler, void *data);
void lib_set_user_data(lib_context *context, void *data);
void lib_each(lib_context *context, lib_handler handler, void *data);
void lib_set_options(lib_context *context, void *options, size_t length);
int lib_stream_open(lib_stream_context *context);

void onError(char *text, void *data);
void onEvent(void *info, int id);
*/
import "C"

import (
	"runtime/cgo"
	"unsafe"
)

// Context has the last error.
type Context struct {
	handle *C.lib_context
	err    error
}

//export onError
func onError(text *C.char, data unsafe.Pointer) {
	c := (*Context)(data) // step "`onError`, which C calls, takes it back here"
	c.err = errorOf(C.GoString(text))
}

type errorOf string

func (e errorOf) Error() string { return string(e) }

// NewContext registers the object itself.
func NewContext() *Context {
	c := &Context{handle: C.lib_new()}
	C.lib_set_error_handler(c.handle, C.lib_handler(C.onError), unsafe.Pointer(c)) // want "Does `C.lib_set_error_handler` keep `unsafe.Pointer\\(c\\)` when it has returned, as its name says\\? It is the address of Go memory that is not pinned: it is from `&Context"
	return c
}

// NewErrorContext registers a field of the object.
func NewErrorContext() *Context {
	c := &Context{handle: C.lib_new()}
	C.lib_set_user_data(c.handle, unsafe.Pointer(&c.err)) // want "Does `C.lib_set_user_data` keep `unsafe.Pointer\\(&c.err\\)`"
	return c
}

// Watch registers a local variable.
func (c *Context) Watch(level int) {
	C.lib_set_user_data(c.handle, unsafe.Pointer(&level)) // want "Does `C.lib_set_user_data` keep `unsafe.Pointer\\(&level\\)` when it has returned, as its name says\\? It is the address of Go memory that is not pinned: `level` is a Go variable"
}

// Each is done with the data when it returns.
func (c *Context) Each(level int) {
	C.lib_each(c.handle, C.lib_handler(C.onError), unsafe.Pointer(&level)) // ok: the name does not say that anything is kept
}

// Options are copied, as far as the name tells.
func (c *Context) Options(options []byte) {
	C.lib_set_options(c.handle, unsafe.Pointer(&options[0]), C.size_t(len(options))) // ok: the name does not say that anything is kept
}

// WatchHandle registers a handle.
func (c *Context) WatchHandle(v any) {
	h := cgo.NewHandle(v)
	C.lib_set_user_data(c.handle, unsafe.Pointer(&h)) // ok: the address of a handle has its own rule
}

// WatchShared registers a variable of the package.
func (c *Context) WatchShared() {
	C.lib_set_user_data(c.handle, unsafe.Pointer(&levels)) // ok: a variable of the package stays where it is
}

var levels [4]int

// Stream is registered inside of a struct.
type Stream struct {
	Events chan int
	open   bool
}

// Start gives C the address of the stream.
func (s *Stream) Start() bool {
	context := C.lib_stream_context{info: unsafe.Pointer(s)} // step "`unsafe.Pointer\\(s\\)` goes into a struct that C is given"
	s.open = C.lib_stream_open(&context) == 0
	return s.open
}

//export onEvent
func onEvent(info unsafe.Pointer, id C.int) {
	s := (*Stream)(info) // want "`onEvent` takes `info` for the address of a Go `Stream`, which C has kept since it was given it in a struct, and which is not pinned"
	s.Events <- int(id)
}
