package frames

/*
#include <stdlib.h>
#include <stdint.h>

#define FRAME_END ((void *)-1)
#define FRAME_BASE 0x1000
#define FRAME_NONE 0

static int decode(const void *data, size_t len) { return data != NULL && len > 0; }
static void keep(uintptr_t handle, void *data) { (void)handle; (void)data; }
static void read_slot(char **slot) { (void)*slot; }
*/
import "C"

import (
	"runtime"
	"runtime/cgo"
	"sync"
	"syscall"
	"unsafe"
)

const registers uintptr = 0xfee00000

const nothing uintptr = 0

type frame struct{ size, kind uint32 }

var buffers = sync.Pool{New: func() any {
	b := make([]byte, 0, 4096)
	return &b
}}

var frames = sync.Pool{New: func() any { return new(frame) }}

var blocks = sync.Pool{New: func() any { return C.malloc(4096) }}

var others sync.Pool

// Pooled gives back a buffer of a pool, and frees it as well.
func Pooled(data []byte) int {
	buf := buffers.Get().(*[]byte)
	defer buffers.Put(buf)
	b := append((*buf)[:0], data...)
	rc := C.decode(unsafe.Pointer(&b[0]), C.size_t(len(b)))
	C.free(unsafe.Pointer(&b[0])) // want "`C.free` is given memory of a `sync.Pool`: it is from `buffers.Get\\(\\)`"
	*buf = b
	return int(rc)
}

// PooledObject frees an object that Go made for a pool.
func PooledObject() {
	f := frames.Get().(*frame)
	C.free(unsafe.Pointer(f)) // want "`C.free` is given memory of a `sync.Pool`: it is from `frames.Get\\(\\)`"
}

// PooledBlock frees what C allocated for the pool.
func PooledBlock() {
	block := blocks.Get().(unsafe.Pointer)
	C.free(block) // ok: the pool holds memory of C.malloc
}

// PooledOther frees what was put into a pool that makes nothing itself.
func PooledOther() {
	block := others.Get().(unsafe.Pointer)
	C.free(block) // ok: nothing shows what the pool holds
}

// PooledView frees memory of C that the pooled slice shows for now.
func PooledView(n int) {
	buf := buffers.Get().(*[]byte)
	*buf = unsafe.Slice((*byte)(C.malloc(C.size_t(n))), n)
	C.free(unsafe.Pointer(&(*buf)[0])) // ok: the slice was set to memory of C
}

// Mapped frees what the kernel maps.
func Mapped(fd, size int) error {
	data, err := syscall.Mmap(fd, 0, size, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return err
	}
	defer C.free(unsafe.Pointer(&data[0])) // want "`C.free` is given mapped memory: it is from `syscall.Mmap`"
	C.decode(unsafe.Pointer(&data[0]), C.size_t(size))
	return nil
}

// MappedByNumber asks the kernel itself.
func MappedByNumber(size uintptr) {
	addr, _, _ := syscall.Syscall6(syscall.SYS_MMAP, 0, size, 3, 0x22, ^uintptr(0), 0)
	C.free(unsafe.Pointer(addr)) // want "`C.free` is given mapped memory: it is from `syscall.Syscall6`"
}

// MappedOrAllocated takes the memory from either.
func MappedOrAllocated(fd, size int) {
	data, err := syscall.Mmap(fd, 0, size, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		data = unsafe.Slice((*byte)(C.malloc(C.size_t(size))), size)
		defer C.free(unsafe.Pointer(&data[0])) // ok: on this branch it is from C.malloc
	}
	C.decode(unsafe.Pointer(&data[0]), C.size_t(size))
}

// Handle frees the number that stands for a Go value.
func Handle(v any) {
	h := cgo.NewHandle(v)
	C.keep(C.uintptr_t(h), nil)
	C.free(unsafe.Pointer(h)) // want "`C.free` is given a `cgo.Handle`, which is a number: it is from `cgo.NewHandle\\(v\\)`"
}

// HandleOf frees a handle that comes from elsewhere.
func HandleOf(h cgo.Handle) {
	C.free(unsafe.Pointer(uintptr(h))) // want "`C.free` is given a `cgo.Handle`, which is a number"
}

// HandleBox frees the memory of C in which a handle was kept.
func HandleBox(v any) {
	box := (*C.uintptr_t)(C.malloc(C.sizeof_uintptr_t))
	*box = C.uintptr_t(cgo.NewHandle(v))
	C.keep(0, unsafe.Pointer(box))
	cgo.Handle(*box).Delete()
	C.free(unsafe.Pointer(box)) // ok: the box is from C.malloc
}

// HandleVariable frees the variable that holds the handle.
func HandleVariable(v any) {
	h := cgo.NewHandle(v)
	C.keep(0, unsafe.Pointer(&h))
	C.free(unsafe.Pointer(&h)) // want "`C.free` is given Go memory: `h` is a Go variable"
}

// Registers frees a fixed address.
func Registers() {
	C.free(unsafe.Pointer(registers)) // want "`C.free` is given a number: `registers` is a constant"
}

// Offset frees a number that is dressed up as a pointer.
func Offset() {
	C.free(unsafe.Add(nil, C.FRAME_BASE+8)) // want "`C.free` is given a number: `C.FRAME_BASE\\+8` is a constant"
}

// OffsetOfNil does the same with the arithmetic of numbers.
func OffsetOfNil() {
	p := unsafe.Pointer(uintptr(unsafe.Pointer(nil)) + 16)
	C.free(p) // want "`C.free` is given a number"
}

// OffsetOfMemory steps in memory of C.
func OffsetOfMemory(n uintptr) {
	p := C.malloc(64)
	C.free(unsafe.Add(unsafe.Pointer(p), n-n)) // ok: in memory of C.malloc
}

// Null frees nothing at all.
func Null() {
	C.free(unsafe.Pointer(nothing))                                  // ok: a null pointer may be freed
	C.free(unsafe.Pointer(uintptr(C.FRAME_NONE)))                    // ok: a null pointer may be freed
	C.free(nil)                                                      // ok: a null pointer may be freed
	C.free(unsafe.Add(unsafe.Pointer(nil), frees()) /* who knows */) // ok: the number may be an address
}

func frees() uintptr { return uintptr(C.malloc(1)) }

// Address frees memory of C whose address was kept as a number.
func Address(user uintptr) {
	addr := uintptr(C.malloc(8))
	C.free(unsafe.Pointer(addr)) // ok: the address of C.malloc
	C.free(unsafe.Pointer(user)) // ok: nothing shows what the caller's number is
}

// GoAddress frees memory of Go whose address was kept as a number.
func GoAddress() {
	f := frame{}
	addr := uintptr(unsafe.Pointer(&f))
	C.free(unsafe.Pointer(addr)) // want "`C.free` is given Go memory: `f` is a Go variable"
}

func header(n int) *frame {
	if n == 0 {
		return nil
	}
	return &frame{size: uint32(n)} // step "the memory is from here"
}

// Made frees what another function of the package makes.
func Made(n int) {
	f := header(n)
	C.free(unsafe.Pointer(f)) // want "`C.free` is given Go memory: it is from `&frame"
}

func copied(n int) (*C.char, error) {
	if n == 0 {
		return nil, syscall.EINVAL
	}
	return (*C.char)(C.malloc(C.size_t(n))), nil
}

// Copied frees what another function allocates with C.
func Copied(n int) {
	p, err := copied(n)
	if err != nil {
		return
	}
	C.free(unsafe.Pointer(p)) // ok: memory of C.malloc
}

func either(n int) unsafe.Pointer {
	if n < 64 {
		return unsafe.Pointer(&frame{})
	}
	return C.malloc(C.size_t(n))
}

// Either frees what may be memory of C.
func Either(n int) {
	C.free(either(n)) // ok: not every result is memory of Go
}

func again(n int, p unsafe.Pointer) unsafe.Pointer {
	if n > 0 {
		return again(n-1, p)
	}
	return p
}

// Again frees what a function gives back that calls itself.
func Again(p unsafe.Pointer) {
	C.free(again(3, p)) // ok: a parameter comes back
}

// Pinned frees what was only pinned.
func Pinned(n int) {
	b := make([]byte, n)
	var pinner runtime.Pinner
	pinner.Pin(unsafe.SliceData(b)) // step "it is pinned here, and stays memory of Go"
	defer pinner.Unpin()
	C.free(unsafe.Pointer(unsafe.SliceData(b))) // want "`C.free` is given Go memory: it is from `make`"
}

// Appended frees what append made.
func Appended(names []string) {
	var all []byte
	for _, name := range names {
		all = append(all, name...)
	}
	C.free(unsafe.Pointer(unsafe.SliceData(all))) // want "`C.free` is given Go memory: it is from `append`"
}

// AppendedView frees a view to which nothing was appended in the end.
func AppendedView(n int) {
	view := unsafe.Slice((*byte)(C.malloc(C.size_t(n))), n)[:0]
	view = append(view, 1)
	C.free(unsafe.Pointer(&view[0])) // ok: memory of C.malloc as long as its room is enough
}

// Text frees the bytes of a copy.
func Text(p *C.char) {
	s := C.GoString(p)
	s += "\n"
	C.free(unsafe.Pointer(unsafe.StringData(s))) // want "`C.free` is given Go memory: it is a copy from `C.GoString`"
}

// TextView frees the bytes of a string that shows memory of C.
func TextView(n int) {
	s := unsafe.String((*byte)(C.malloc(C.size_t(n))), n)
	C.free(unsafe.Pointer(unsafe.StringData(s))) // ok: the string is a view over memory of C
}

// Field frees the first field of an object of Go.
func Field() {
	f := &frame{}
	C.free(unsafe.Pointer(&f.size)) // want "`C.free` is given Go memory: it is from `&frame"
}

// Slot frees what a slot of Go holds.
func Slot() {
	var slot *C.char = (*C.char)(C.malloc(8))
	C.read_slot(&slot)
	pp := unsafe.Pointer(&slot)
	C.free(unsafe.Pointer(*(**C.char)(pp)))           // ok: what the variable holds
	C.free(*(*unsafe.Pointer)(unsafe.Pointer(&slot))) // ok: what the variable holds
}
