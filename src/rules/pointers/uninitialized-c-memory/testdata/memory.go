package arrays

/*
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
	char *name;
	void *data;
	size_t length;
} request;

typedef struct session session;

void lib_init(request *r);
int lib_run(char **argv, int n);
int lib_send(const request *r);
int lib_wait(session **all, int n);
*/
import "C"

import "unsafe"

const pointerSize = C.size_t(unsafe.Sizeof((*C.char)(nil)))

// Run makes an array of strings.
func Run(args []string) int {
	argv := unsafe.Slice((**C.char)(C.malloc(C.size_t(len(args)+1)*pointerSize)), len(args)+1) // want "Go stores pointers into memory of `C.malloc\\(C.size_t\\(len\\(args\\)\\+1\\)\\*pointe...`, which still holds what was there before"
	for i, arg := range args {
		argv[i] = C.CString(arg) // step "`argv\\[i\\]` is overwritten with `C.CString\\(arg\\)`"
	}
	argv[len(args)] = nil
	return int(C.lib_run(&argv[0], C.int(len(args))))
}

// RunArray casts to a large array.
func RunArray(args []string) **C.char {
	memory := C.malloc(C.size_t(len(args)) * pointerSize) // want "Go stores pointers into memory of `C.malloc\\(C.size_t\\(len\\(args\\)\\) \\* pointe...`"
	argv := (*[1 << 28]*C.char)(memory)[:len(args):len(args)]
	for i := range args {
		argv[i] = C.CString(args[i]) // step "`argv\\[i\\]` is overwritten"
	}
	return (**C.char)(memory)
}

// Send fills a struct.
func Send(name string, data unsafe.Pointer) int {
	r := (*C.request)(C.malloc(C.sizeof_request)) // want "Go stores pointers into memory of `C.malloc\\(C.sizeof_request\\)`"
	defer C.free(unsafe.Pointer(r))
	r.name = C.CString(name) // step "`r.name` is overwritten with `C.CString\\(name\\)`"
	r.data = data            // step "`r.data` is overwritten with `data`"
	return int(C.lib_send(r))
}

// First writes through a pointer to a pointer.
func First(name string) unsafe.Pointer {
	p := C.malloc(pointerSize) // want "Go stores pointers into memory of `C.malloc\\(pointerSize\\)`"

	*(**C.char)(p) = C.CString(name) // step "is overwritten with"
	return p
}

// Requests are structs in an array.
func Requests(names []string) *C.request {
	all := unsafe.Slice((*C.request)(C.malloc(C.size_t(len(names))*C.sizeof_request)), len(names)) // want "Go stores pointers into memory of `C.malloc"
	for i, name := range names {
		all[i] = C.request{name: C.CString(name), length: C.size_t(len(name))} // step "`all\\[i\\]` is overwritten with `C.CString\\(name\\)`"
	}
	return &all[0]
}

func allocate(size C.size_t) unsafe.Pointer {
	return C.malloc(size)
}

// Helped has the memory from a function of the package.
func Helped(name string) *C.request {
	r := (*C.request)(allocate(C.sizeof_request))
	r.name = C.CString(name) // want "Go stores pointers into memory of `C.malloc\\(size\\)`"
	return r
}

// Cleared allocates with calloc.
func Cleared(name string) *C.request {
	r := (*C.request)(C.calloc(1, C.sizeof_request))
	r.name = C.CString(name)
	return r
}

// Set is cleared in C.
func Set(name string) *C.request {
	r := (*C.request)(C.malloc(C.sizeof_request)) // ok: memset
	C.memset(unsafe.Pointer(r), 0, C.sizeof_request)
	r.name = C.CString(name)
	return r
}

// Initialised is filled by the library.
func Initialised(name string) *C.request {
	r := (*C.request)(C.malloc(C.sizeof_request)) // ok: lib_init
	C.lib_init(r)
	r.name = C.CString(name)
	return r
}

// Zeroed is cleared in Go.
func Zeroed(args []string) []*C.char {
	argv := unsafe.Slice((**C.char)(C.malloc(C.size_t(len(args))*pointerSize)), len(args)) // ok: set to nil
	for i := range argv {
		argv[i] = nil
	}
	for i, arg := range args {
		argv[i] = C.CString(arg)
	}
	return argv
}

// Filled is cleared by clear.
func Filled(args []string) []*C.char {
	argv := unsafe.Slice((**C.char)(C.malloc(C.size_t(len(args))*pointerSize)), len(args)) // ok: clear
	clear(argv)
	for i, arg := range args {
		argv[i] = C.CString(arg)
	}
	return argv
}

// Numbers holds no pointers.
func Numbers(values []int32) *C.int32_t {
	all := unsafe.Slice((*C.int32_t)(C.malloc(C.size_t(len(values))*4)), len(values))
	for i, value := range values {
		all[i] = C.int32_t(value)
	}
	return &all[0]
}

// Wait has pointers to what Go knows no type of.
func Wait(sessions []*C.session) int {
	n := len(sessions)
	all := unsafe.Slice((**C.session)(C.malloc(C.size_t(n)*pointerSize)), n)
	for i, s := range sessions {
		all[i] = s
	}
	return int(C.lib_wait(&all[0], C.int(n)))
}

// Made is memory of Go.
func Made(args []string) []*C.char {
	argv := make([]*C.char, len(args))
	for i, arg := range args {
		argv[i] = C.CString(arg)
	}
	return argv
}

// Message keeps its request in a field.
type Message struct{ c *C.request }

// NewMessage fills what the field holds.
func NewMessage(name string) *Message {
	m := new(Message)
	m.c = (*C.request)(C.malloc(C.sizeof_request)) // want "Go stores pointers into memory of `C.malloc\\(C.sizeof_request\\)`"
	m.c.length = C.size_t(len(name))
	m.c.name = C.CString(name) // step "`m.c.name` is overwritten with `C.CString\\(name\\)`"
	return m
}

// Pointers has pointers to a struct that is known.
func Pointers(all []*C.request) unsafe.Pointer {
	n := len(all)
	array := C.malloc(C.size_t(n) * pointerSize) // want "Go stores pointers into memory"
	for i, r := range all {
		(*[1 << 20]*C.request)(array)[i] = r // step "is overwritten with `r`"
	}
	return array
}

// Reset clears what the field holds.
func (m *Message) Reset(name string) {
	m.c = (*C.request)(C.malloc(C.sizeof_request)) // ok: memset
	C.memset(unsafe.Pointer(m.c), 0, C.sizeof_request)
	m.c.name = C.CString(name)
}

// Sized asks the variable for its size.
func Sized(name string) *C.request {
	var r *C.request
	r = (*C.request)(C.malloc(C.size_t(unsafe.Sizeof(*r)))) // want "Go stores pointers into memory"

	*r = C.request{name: C.CString(name)} // step "`\\*r` is overwritten with `C.CString\\(name\\)`"
	return r
}

// MakeMessage gives the field its memory in a literal.
func MakeMessage(name string) *Message {
	m := &Message{c: (*C.request)(C.malloc(C.sizeof_request))} // want "Go stores pointers into memory"

	m.c.name = C.CString(name) // step "`m.c.name` is overwritten"
	return m
}

// InitMessage has C fill it.
func InitMessage(name string) *Message {
	m := &Message{c: (*C.request)(C.malloc(C.sizeof_request))} // ok: lib_init
	C.lib_init(m.c)
	m.c.name = C.CString(name)
	return m
}

// Zeroed has a variable of zeros.
func Zeroed(name string) *C.request {
	var zero C.request
	r := (*C.request)(C.malloc(C.sizeof_request)) // ok: set to zero
	*r = zero
	r.name = C.CString(name)
	return r
}

// Numbers writes numbers first.
func Numbers(ids []uintptr) **C.char {
	array := C.malloc(C.size_t(len(ids)) * pointerSize) // ok: a loop wrote all of it
	numbers := unsafe.Slice((*uintptr)(array), len(ids))
	for i, id := range ids {
		numbers[i] = id
	}
	names := unsafe.Slice((**C.char)(array), len(ids))
	names[0] = C.CString("name")
	return &names[0]
}

func (m *Message) clear() { C.lib_init(m.c) }

// NewCleared calls a method that clears the memory.
func NewCleared(name string) *Message {
	m := new(Message)
	m.c = (*C.request)(C.malloc(C.sizeof_request)) // ok: perhaps cleared
	m.clear()
	m.c.name = C.CString(name)
	return m
}

// Copied has the contents of another one.
func Copied(name string) *C.request {
	set := C.request{name: C.CString(name)}
	r := (*C.request)(C.malloc(C.sizeof_request)) // ok: the copy fills it
	*r = set
	r.data = unsafe.Pointer(r.name)
	return r
}

// NewAsked calls no method of the message.
func NewAsked(name string, other *Message) *Message {
	m := new(Message)
	m.c = (*C.request)(C.malloc(C.sizeof_request)) // want "Go stores pointers into memory"
	other.clear()
	m.c.name = C.CString(name) // step "is overwritten with"
	return m
}
