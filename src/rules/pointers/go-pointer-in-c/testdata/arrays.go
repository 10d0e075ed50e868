package batch

/*
#include <stdlib.h>
#include <stdint.h>

typedef struct {
	void *base;
	size_t length;
} part;

typedef struct {
	part *parts;
	int count;
	const char *name;
} message;

int lib_write(const char **chunks, const size_t *lengths, int count);
int lib_send(const message *m);
int lib_gather(const part *parts, int count);
int lib_send_value(message m);
char *lib_name(void);
int lib_fill(void *buffer, int size);
*/
import "C"

import (
	"runtime"
	"unsafe"
)

// Range is a part of the keys.
type Range struct{ Start, Limit []byte }

func address(b []byte) *C.char {
	if len(b) == 0 {
		return nil
	}
	return (*C.char)(unsafe.Pointer(&b[0]))
}

// WriteAll fills an array through a helper.
func WriteAll(ranges []Range) int {
	starts := make([]*C.char, len(ranges))
	lengths := make([]C.size_t, len(ranges))
	for i, r := range ranges {
		starts[i] = address(r.Start) // step "`address\\(r.Start\\)` is stored here: `b` of `address` is a Go slice"
		lengths[i] = C.size_t(len(r.Start))
	}
	return int(C.lib_write(&starts[0], &lengths[0], C.int(len(ranges)))) // want "`C.lib_write` is given `&starts\\[0\\]`, which holds the address of other Go memory that is not pinned: `b` of `address` is a Go slice"
}

// WriteEach makes a pointer of each byte.
func WriteEach(args []byte) int {
	argv := make([]*C.char, len(args))
	for i := range args {
		argv[i] = (*C.char)(unsafe.Pointer(&args[i])) // step "is stored here: `args` is a Go slice"
	}
	return int(C.lib_write(&argv[0], nil, C.int(len(args)))) // want "`C.lib_write` is given `&argv\\[0\\]`, which holds the address of other Go memory"
}

// Send puts the bytes of a string into a struct.
func Send(name string) int {
	var m C.message
	m.name = (*C.char)(unsafe.Pointer(unsafe.StringData(name))) // step "`name` is a Go string"
	return int(C.lib_send(&m))                                  // want "`C.lib_send` is given `&m`, which holds the address of other Go memory that is not pinned: `name` is a Go string"
}

// Gather writes the parts as literals.
func Gather(header, body []byte) int {
	parts := []C.part{
		{base: unsafe.Pointer(&header[0]), length: C.size_t(len(header))}, // step "`header` is a Go slice"
		{base: unsafe.Pointer(&body[0]), length: C.size_t(len(body))},     // step "`body` is a Go slice"
	}
	return int(C.lib_gather(&parts[0], 2)) // want "`C.lib_gather` is given `&parts\\[0\\]`, which holds the address of other Go memory"
}

// GatherOne gives the address of a literal.
func GatherOne(size int) int {
	buffer := make([]byte, size)
	return int(C.lib_gather(&C.part{base: unsafe.Pointer(&buffer[0]), length: C.size_t(size)}, 1)) // want "which holds the address of other Go memory that is not pinned: it is from `make`" // step "`unsafe.Pointer\\(&buffer\\[0\\]\\)` is stored here"
}

// Nested points from one variable of Go to another.
func Nested() int {
	part := C.part{}
	request := &C.message{parts: &part, count: 1} // step "`part` is a Go variable"
	return int(C.lib_send(request))               // want "`C.lib_send` is given `request`, which holds the address of other Go memory that is not pinned: `part` is a Go variable"
}

// Appended grows the array.
func Appended(chunks [][]byte) int {
	var list []*C.char
	for _, chunk := range chunks {
		list = append(list, (*C.char)(unsafe.Pointer(unsafe.SliceData(chunk)))) // step "`chunk` is a Go slice"
	}
	return int(C.lib_write(unsafe.SliceData(list), nil, C.int(len(list)))) // want "`C.lib_write` is given `unsafe.SliceData\\(list\\)`, which holds the address of other Go memory"
}

// Pinned pins what the array points to.
func Pinned(chunks [][]byte) int {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	list := make([]*C.char, len(chunks))
	for i, chunk := range chunks {
		pinner.Pin(&chunk[0])
		list[i] = (*C.char)(unsafe.Pointer(&chunk[0]))
	}
	return int(C.lib_write(&list[0], nil, C.int(len(list)))) // ok: the chunks are pinned
}

// Copied has memory of C in the array.
func Copied(chunks []string) int {
	list := make([]*C.char, len(chunks))
	for i, chunk := range chunks {
		list[i] = C.CString(chunk)
		defer C.free(unsafe.Pointer(list[i]))
	}
	return int(C.lib_write(&list[0], nil, C.int(len(list)))) // ok: copies in memory of C
}

// ByValue passes the struct itself: its pointer is as good as an argument.
func ByValue(name []byte) int {
	m := C.message{name: (*C.char)(unsafe.Pointer(&name[0]))}
	return int(C.lib_send_value(m)) // ok: the struct is passed by value
}

// OtherField gives C a part of the struct that holds no Go pointer.
func OtherField(body []byte) int {
	type request struct {
		part C.part
		own  *byte
	}
	r := request{own: &body[0]}
	return int(C.lib_gather(&r.part, 1)) // ok: only the part is given to C
}

// Afterwards fills the struct only when C is done with it.
func Afterwards(name []byte) (int, C.message) {
	var m C.message
	n := int(C.lib_send(&m)) // ok: the pointer is stored behind the call
	m.name = (*C.char)(unsafe.Pointer(&name[0]))
	return n, m
}

// Anew makes the struct anew before the call.
func Anew(name []byte) int {
	m := C.message{name: (*C.char)(unsafe.Pointer(&name[0]))}
	count := C.lib_send_value(m)
	m = C.message{count: count, name: C.lib_name()}
	return int(C.lib_send(&m)) // ok: it holds a pointer from C
}

// Caller's pointers may be of C.
func Callers(names []*C.char, name unsafe.Pointer) int {
	list := make([]*C.char, 0, len(names)+1)
	list = append(list, (*C.char)(name))
	return int(C.lib_write(&list[0], nil, 1)) // ok: nothing shows whose memory it is
}

// scope pins what it gives.
type scope struct{ runtime.Pinner }

func (s *scope) text(name string) *C.char {
	b := append([]byte(name), 0)
	s.Pin(&b[0])
	return (*C.char)(unsafe.Pointer(&b[0]))
}

func pinned(b []byte) (unsafe.Pointer, func()) {
	var p runtime.Pinner
	if len(b) > 0 {
		p.Pin(&b[0])
	}
	return unsafe.Pointer(unsafe.SliceData(b)), p.Unpin
}

func text(name string) *C.char {
	b := append([]byte(name), 0)
	return (*C.char)(unsafe.Pointer(&b[0]))
}

// Scoped gets its pointers from a method that pins them.
func Scoped(name string) int {
	var s scope
	defer s.Unpin()
	m := C.message{name: s.text(name)}
	return int(C.lib_send(&m)) // ok: the method pins what it returns
}

// ScopedInVariable does so through a variable, and a method in between.
func (s *scope) ScopedInVariable(name string) int {
	var m C.message
	given := s.line(name)
	m.name = given
	return int(C.lib_send(&m)) // ok: the method that it calls pins what it returns
}

func (s *scope) line(name string) *C.char { return s.text(name + "\n") }

// Released gets the function that unpins beside the pointer.
func Released(b []byte) int {
	p, done := pinned(b)
	defer done()
	v := C.part{base: p, length: C.size_t(len(b))}
	return int(C.lib_gather(&v, 1)) // ok: the function pins what it returns
}

// Unscoped gets it from a function that does not pin.
func Unscoped(name string) int {
	m := C.message{name: text(name)} // step "`text\\(name\\)` is stored here: it is from `"
	return int(C.lib_send(&m))       // want "`C.lib_send` is given `&m`, which holds the address of other Go memory that is not pinned"
}

// Source keeps a buffer for what it reads, and names.
type Source struct {
	buffer []byte
	names  []*C.char
}

// Refill makes the buffer anew: C gets its bytes, and no address of it.
func Refill(find func() *Source, n int) int {
	s := find()
	if len(s.buffer) < n {
		s.buffer = make([]byte, n)
	}
	return int(C.lib_fill(unsafe.Pointer(&s.buffer[0]), C.int(n))) // ok: nothing is stored in the bytes
}

// Rename fills the list that C gets.
func Rename(find func() *Source, name []byte) int {
	s := find()
	s.names = []*C.char{(*C.char)(unsafe.Pointer(&name[0]))}
	return int(C.lib_write(&s.names[0], nil, 1)) // want "`C.lib_write` is given `&s.names\\[0\\]`, which holds the address of other Go memory that is not pinned: `name` is a Go slice"
}
