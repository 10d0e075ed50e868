package handles

/*
#include <lib.h>
typedef struct declared *declared_ref;
typedef void (*declared_callback)(void);
typedef struct { int n; } declared_struct;
typedef unsigned long declared_number;
*/
import "C"

import (
	"sync"
	"unsafe"
)

// 1: a pointer to a C type
type Plain struct {
	ptr *C.lib_t // want handle(.ptr c-pointer)
}

// 2: a typedef that the code compares with nil
type Typedef struct {
	p C.LibRef // want handle(.p c-pointer-typedef)
}

func (t *Typedef) Empty() bool { return t.p == nil }

// 3: an integer that a release function takes
type Descriptor struct {
	fd    C.int // want handle(.fd released-by-c)
	flags C.int
}

func (d *Descriptor) Close() { // want release(.fd C.lib_close clears guards)
	if d.fd == -1 {
		return
	}
	C.lib_close(d.fd)
	d.fd = -1
}

// 4: an unsafe.Pointer that C gave
type Socket struct {
	soc unsafe.Pointer // want handle(.soc filled-by-c)
}

func NewSocket() *Socket { // want constructor(.soc=C.zmq_socket no-cleanup)
	return &Socket{soc: C.zmq_socket()}
}

// 5: a C struct by value that C initialises and closes
type Message struct {
	msg C.zmq_msg_t // want handle(.msg released-by-c inline)
}

func (m *Message) Close() { // want release(.msg C.zmq_msg_close)
	C.zmq_msg_close(&m.msg)
}

// 6: a slice and a map of pointers
type Many struct {
	items []*C.lib_t          // want handle(.items[] c-pointer)
	byId  map[int]*C.lib_t    // want handle(.byId[] c-pointer)
	names map[*C.lib_t]string // want handle(.names[key] c-pointer)
	table [4]*C.lib_t         // want handle(.table[] c-pointer)
}

// 7: through an embedded struct, and one embedded through a pointer
type Object struct {
	ptr *C.git_object // want handle(.ptr c-pointer)
}

type Tree struct { // want handle(.Object.ptr c-pointer)
	Object
	cast_ptr *C.git_tree // want handle(.cast_ptr c-pointer)
}

type Branch struct { // want handle(.Object.ptr c-pointer)
	*Object
}

// 8: through a struct by value
type Client struct { // want handle(.inner.ptr c-pointer)
	inner Object
}

// 9: the type itself
type Context C.struct_AVContext // want handle(self c-pointer)

func Alloc() *Context { // want constructor(self=C.av_alloc no-cleanup)
	return (*Context)(unsafe.Pointer(C.av_alloc()))
}

type Wand *C.wand // want handle(self c-pointer)

// 10: a pointer to a type of the package that is C's
type Holder struct {
	ctx *Context // want handle(.ctx c-pointer)
}

// near misses: numbers of C, Go memory, values, callbacks
type Options struct {
	count C.int
	size  C.size_t
	kind  C.lib_kind
	mu    sync.Mutex
	data  unsafe.Pointer
	index uintptr
}

func NewOptions(data []byte) *Options {
	return &Options{data: unsafe.Pointer(&data[0])}
}

// near miss: C's struct in Go's memory
type Settings struct {
	c *C.lib_settings
}

func NewSettings() *Settings {
	return &Settings{c: new(C.lib_settings)}
}

// near miss: another package's C is not this one's
type Foreign struct {
	name string
	next *Foreign
}

// 11: a typedef that the declarations here show to be a pointer
type Declared struct {
	p C.declared_ref // want handle(.p c-pointer-typedef)
}

type DeclaredSelf C.declared_ref // want handle(self c-pointer-typedef)

// 12: a pointer that C hands to a callback
type CallContext C.lib_call // want handle(self c-pointer)

//export onCall
func onCall(call *C.lib_call) { observe((*CallContext)(call)) }

func observe(c *CallContext) {}

// near misses: what the declarations show to be no pointer, or code
type Plainly struct {
	on   C.declared_callback
	what C.declared_struct
	size C.declared_number
}

func (p *Plainly) IsSet() bool { return p.on != nil }

// near miss: C's struct under a Go name, in Go's memory
type Iter C.lib_iter

func NewIter() *Iter {
	it := new(Iter)
	C.lib_iter_init((*C.lib_iter)(it))
	return it
}

func (v *View) Iter() *Iter {
	var it C.lib_iter
	C.lib_view_start(v.ptr, &it)
	return (*Iter)(&it)
}

type View struct {
	ptr *C.lib_view // want handle(.ptr c-pointer)
}

// near miss: another layout of memory that somebody else has
type event C.struct_lib_event

func decode(data unsafe.Pointer) int { return int((*event)(data).kind) }

// near miss: a pointer into a slice
type Step struct {
	buffer *C.char
	bytes  []byte
}

func NewStep(data []byte) *Step {
	return &Step{buffer: (*C.char)(unsafe.Pointer(&data[0])), bytes: data}
}
