package ceph

/*
#include <stdlib.h>
#include <string.h>

typedef struct node {
	int id;
	struct node *next;
	char *label;
	char inline_label[16];
} node;

typedef struct {
	char *ptr;
	size_t len;
} buffer;

static char *dump(size_t *len) {
	*len = 3;
	return strdup("abc");
}

static void fill(buffer *b) {
	b->ptr = strdup("abc");
	b->len = 3;
}

static void fill_ptr(char **out) { *out = strdup("abc"); }

static node *first_node(void) { return calloc(1, sizeof(node)); }

static void buffer_dispose(buffer *b) {
	free(b->ptr);
	b->ptr = NULL;
}
*/
import "C"

import "unsafe"

// Dump views C memory as a slice and frees it through the view.
func Dump() string {
	var n C.size_t
	raw := C.dump(&n)
	view := unsafe.Slice((*byte)(unsafe.Pointer(raw)), int(n))
	text := string(view)
	C.free(unsafe.Pointer(&view[0])) // ok: the slice is a view over memory of C
	return text
}

// DumpData takes the pointer out of the view again.
func DumpData() string {
	var n C.size_t
	raw := C.dump(&n)
	view := unsafe.Slice((*byte)(unsafe.Pointer(raw)), int(n))
	defer C.free(unsafe.Pointer(unsafe.SliceData(view))) // ok: the slice is a view over memory of C
	return string(view)
}

// DumpCast is the view as it was written before Go 1.17.
func DumpCast() string {
	var n C.size_t
	raw := C.dump(&n)
	view := (*[1 << 28]byte)(unsafe.Pointer(raw))[:n:n]
	defer C.free(unsafe.Pointer(&view[0])) // ok: the array pointer was cast from memory of C
	return string(view)
}

// DumpLate assigns the view to a variable declared before.
func DumpLate(want bool) string {
	var view []byte
	if want {
		var n C.size_t
		raw := C.dump(&n)
		view = unsafe.Slice((*byte)(unsafe.Pointer(raw)), int(n))
		defer C.free(unsafe.Pointer(&view[0])) // ok: assigned from memory of C
	}
	return string(view)
}

// Release frees what its caller owns: where it came from is not known here.
func Release(data []byte) {
	C.free(unsafe.Pointer(&data[0])) // ok: a parameter may be a view over memory of C
}

// ReleaseData is the same without the index.
func ReleaseData(data []byte) {
	C.free(unsafe.Pointer(unsafe.SliceData(data))) // ok: a parameter may be a view over memory of C
}

func view() []byte {
	var n C.size_t
	raw := C.dump(&n)
	return unsafe.Slice((*byte)(unsafe.Pointer(raw)), int(n))
}

// Text frees a slice that another function returned.
func Text() string {
	data := view()
	defer C.free(unsafe.Pointer(&data[0])) // ok: the result of a function may be a view over memory of C
	return string(data)
}

// Fill frees the memory that the Go variable points to, not the variable.
func Fill() string {
	var b C.buffer
	C.fill(&b)
	defer C.free(unsafe.Pointer(b.ptr)) // ok: the field holds memory of C
	return C.GoStringN(b.ptr, C.int(b.len))
}

// FillPointer frees an out parameter.
func FillPointer() string {
	var out *C.char
	C.fill_ptr(&out)
	defer C.free(unsafe.Pointer(out)) // ok: C wrote the pointer
	return C.GoString(out)
}

// Dispose hands the address of a Go variable to a function that clears it.
func Dispose() {
	var b C.buffer
	C.fill(&b)
	C.buffer_dispose(&b) // ok: frees what the struct holds, not the struct
}

// FirstField frees a node through the address of its first field.
func FirstField() int {
	head := C.first_node()
	id := int(head.id)
	C.free(unsafe.Pointer(&head.id)) // ok: behind a pointer that C returned
	return id
}

// Chain frees a list whose elements are reached through C pointers.
func Chain(head *C.node) {
	for head != nil {
		next := head.next
		C.free(unsafe.Pointer(head.label))                             // ok: memory of C behind a C pointer
		C.free(unsafe.Pointer(&(*[1]C.node)(unsafe.Pointer(head))[0])) // ok: the array is memory of C
		head = next
	}
}

// Names frees the strings that a Go slice of C pointers holds.
func Names(names []string) {
	cnames := make([]*C.char, len(names))
	for i := range names {
		cnames[i] = C.CString(names[i])
	}
	for i := range cnames {
		C.free(unsafe.Pointer(cnames[i])) // ok: the element, not its address
	}
}

// Small keeps a small buffer in Go and frees only the large one.
func Small(n int) byte {
	var scratch [64]C.char
	p := &scratch[0]
	if n > len(scratch) {
		p = (*C.char)(C.malloc(C.size_t(n)))
		defer C.free(unsafe.Pointer(p)) // ok: on this branch the pointer came from C.malloc
	}
	*p = 1
	return byte(*p)
}

// Replaced points to Go memory only until C gives its own.
func Replaced() string {
	empty := C.char(0)
	p := &empty
	p = C.dump(new(C.size_t))
	defer C.free(unsafe.Pointer(p)) // ok: reassigned with memory of C
	return C.GoString(p)
}

// Struct frees what was allocated for the struct by C.
func Struct() int {
	n := (*C.node)(C.calloc(1, C.sizeof_node))
	defer C.free(unsafe.Pointer(n)) // ok: memory of C.calloc
	n.id = 7
	return int(n.id)
}

// Bytes frees the copy, not the slice.
func Bytes(data []byte) {
	copied := C.CBytes(data)
	defer C.free(copied) // ok: memory of C.CBytes
	_ = copied
}
