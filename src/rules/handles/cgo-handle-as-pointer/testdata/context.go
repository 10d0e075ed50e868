package geo

/*
#include <stdint.h>
#include <stdlib.h>

typedef void (*message_handler)(const char *message, void *userdata);
typedef struct context context;
typedef struct { void *context; } iterator;

context *geo_init(void);
void geo_finish(context *c);
void geo_set_message_handler(context *c, message_handler f, void *userdata);
void geo_set_message_handle(context *c, uintptr_t userdata);
int geo_parse(context *c, const char *text);
int geo_visit(context *c, message_handler f, void *userdata);
void geo_tree_insert(context *c, void *item);
void geo_begin(context *c, void *item);

extern void goMessage(const char *message, void *userdata);
*/
import "C"

import (
	"runtime"
	"runtime/cgo"
	"unsafe"
)

type Context struct {
	c       *C.context
	err     error
	handle  cgo.Handle
	handles map[any]*cgo.Handle
}

//export goMessage
func goMessage(message *C.char, userdata unsafe.Pointer) {
	p := (*cgo.Handle)(userdata).Value().(*error)
	*p = geoError(C.GoString(message))
}

type geoError string

func (e geoError) Error() string { return string(e) }

// New gives C the address of a local variable for good.
func New() *Context {
	c := &Context{c: C.geo_init()}
	h := cgo.NewHandle(&c.err)
	runtime.AddCleanup(c, cgo.Handle.Delete, h)
	C.geo_set_message_handler(c.c, C.message_handler(C.goMessage), unsafe.Pointer(&h)) // want "keeps the address of the local variable `h`, and the handle is not deleted before the function returns" step "gets the address of the variable"
	return c
}

// Given has the handle as a parameter, which is a copy.
func (c *Context) Given(h cgo.Handle) {
	C.geo_set_message_handler(c.c, C.message_handler(C.goMessage), unsafe.Pointer(&h)) // want "keeps the address of the local variable `h`"
}

// Begin outlives the function; what C does with it is not known.
func (c *Context) Begin(v any) cgo.Handle {
	h := cgo.NewHandle(v)
	C.geo_begin(c.c, unsafe.Pointer(&h)) // want "Does C look at the local variable `h` after `C.geo_begin`\\? The handle is not deleted"
	return h
}

// Parse registers a handle for the call behind it.
func (c *Context) Parse(text *C.char) int {
	h := cgo.NewHandle(&c.err)
	defer h.Delete()
	C.geo_set_message_handler(c.c, C.message_handler(C.goMessage), unsafe.Pointer(&h)) // want "Does C look at the local variable `h` after `C.geo_set_message_handler`\\? Its name"
	return int(C.geo_parse(c.c, text))
}

// Cast makes a pointer of the number.
func (c *Context) Cast() {
	h := cgo.NewHandle(&c.err)
	defer h.Delete()
	C.geo_visit(c.c, C.message_handler(C.goMessage), unsafe.Pointer(h)) // want "The handle `h` is a number"
}

// Iterator stores the number in a struct.
func Iterator(v any) *C.iterator {
	return &C.iterator{context: unsafe.Pointer(cgo.NewHandle(v))} // want "The handle `cgo.NewHandle\\(v\\)` is a number"
}

// Converted goes over uintptr.
func (c *Context) Converted() {
	C.geo_visit(c.c, C.message_handler(C.goMessage), unsafe.Pointer(uintptr(c.handle))) // want "The handle `c.handle` is a number"
}

// Visit gives the address for the time of the call.
func (c *Context) Visit() int {
	h := cgo.NewHandle(&c.err)
	defer h.Delete()
	return int(C.geo_visit(c.c, C.message_handler(C.goMessage), unsafe.Pointer(&h))) // ok: used during the call
}

// ParseAlive keeps the variable alive behind the call.
func (c *Context) ParseAlive(text *C.char) int {
	h := cgo.NewHandle(&c.err)
	defer h.Delete()
	arg := unsafe.Pointer(&h) // ok: kept alive
	C.geo_set_message_handler(c.c, C.message_handler(C.goMessage), arg)
	n := int(C.geo_parse(c.c, text))
	runtime.KeepAlive(arg)
	return n
}

// Insert keeps the address in a map, too.
func (c *Context) Insert(v any) {
	h := cgo.NewHandle(v)
	c.handles[v] = &h
	C.geo_tree_insert(c.c, unsafe.Pointer(&h)) // ok: the map keeps the variable
}

// Held has the handle in a field of the object.
func (c *Context) Held() {
	c.handle = cgo.NewHandle(&c.err)
	C.geo_set_message_handler(c.c, C.message_handler(C.goMessage), unsafe.Pointer(&c.handle))
}

// Number stays one.
func (c *Context) Number() {
	h := cgo.NewHandle(&c.err)
	C.geo_set_message_handle(c.c, C.uintptr_t(h))
}

// Pinned is kept alive by the pinner of the caller.
func (c *Context) Pinned(pinner *runtime.Pinner) {
	h := cgo.NewHandle(&c.err)
	pinner.Pin(&h)
	C.geo_set_message_handler(c.c, C.message_handler(C.goMessage), unsafe.Pointer(&h)) // ok: pinned
}
