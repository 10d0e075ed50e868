package client

/*
#include <stddef.h>

typedef void (*event_callback)(int code);
typedef int compare(const void *a, const void *b);
typedef struct { event_callback on_event; void *data; } hooks;

static void on_event(event_callback callback) { callback(1); }
static void each(event_callback callback, void *data) { (void)data; callback(2); }
static void sort(void *list, size_t count, compare *by) { (void)list; (void)count; (void)by; }
static event_callback kept;
static void keep(event_callback callback) { kept = callback; }
static void c_event(int code) { (void)code; }
void goEvent(int code);
*/
import "C"

import (
	"reflect"
	"unsafe"
)

type handler func(C.int)

type client struct {
	handler handler
	seen    [8]byte
}

func logEvent(code C.int) {}

//export goEvent
func goEvent(code C.int) {}

// Listen gives C the address of a parameter.
func Listen(h func(C.int)) {
	C.on_event((*[0]byte)(unsafe.Pointer(&h))) // want "The address of the variable `h`, which holds a Go function, is made a function pointer of C: C cannot call a Go function through it"
}

// Variable takes a declared function by way of a variable.
func Variable() {
	log := logEvent
	C.on_event(C.event_callback(unsafe.Pointer(&log))) // want "The address of the variable `log`"
}

// Keep gives it to a function that keeps it.
func Keep(h func(C.int)) {
	C.keep((*[0]byte)(unsafe.Pointer(&h))) // want "The address of the variable `h`"
}

// Make returns the pointer.
func Make() *[0]byte {
	log := logEvent
	callback := (*[0]byte)(unsafe.Pointer(&log)) // want "The address of the variable `log`"
	return callback
}

// Field stores it for C, and takes it from a field.
func (c *client) Field(h *C.hooks) {
	address := unsafe.Pointer(&c.handler)
	h.on_event = C.event_callback((*[0]byte)(address)) // want "The address of the variable `c.handler`"
}

// Read takes what the variable holds.
func Read(h handler) {
	C.on_event(*(*C.event_callback)(unsafe.Pointer(&h)))                        // want "The pointer in the Go function value `h`, which leads to data,"
	C.on_event((*[0]byte)(unsafe.Pointer(**(**uintptr)(unsafe.Pointer(&h)))))   // want "The code of the Go function `h`, which expects a caller in Go,"
	C.on_event((*[0]byte)(unsafe.Pointer(reflect.ValueOf(logEvent).Pointer()))) // want "The code of the Go function `logEvent`"
}

// Sort uses a type of C that is a function.
func Sort(list []C.int, less func(a, b unsafe.Pointer) C.int) {
	C.sort(unsafe.Pointer(&list[0]), C.size_t(len(list)), (*C.compare)(unsafe.Pointer(&less))) // want "The address of the variable `less`"
}

// Exported gives C the name that it can call.
func Exported() {
	C.on_event((*[0]byte)(C.goEvent))                 // ok: a function of C's
	C.on_event(C.event_callback(C.c_event))           // ok: a C function
	C.on_event((*[0]byte)(unsafe.Pointer(C.goEvent))) // ok: a function of C's
}

// Data is for the callback beside it.
func Data(h func(C.int)) {
	C.each((*[0]byte)(C.goEvent), unsafe.Pointer(&h)) // ok: data, which the exported function turns back
}

// Same compares addresses.
func (c *client) Same(b []byte) bool {
	return (*[0]byte)(unsafe.Pointer(&c.seen[0])) == (*[0]byte)(unsafe.Pointer(&b[0])) // ok: bytes
}

// Stored holds a function pointer of C.
func Stored(h C.event_callback) {
	C.on_event(h)
	C.on_event((*[0]byte)(unsafe.Pointer(h))) // ok: a pointer of C
}
