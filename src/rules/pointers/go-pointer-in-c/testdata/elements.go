package elements

/*
#include <stddef.h>
#include <stdint.h>

int put(void *handle, const void *data, size_t size);
int put_text(const char *text, size_t size);
*/
import "C"

import "unsafe"

type Message struct {
	Key   []byte
	Value []byte
	raw   []byte
}

type Queue struct {
	buf []byte
}

// Put takes the address apart, so that an empty slice is no index out of range.
func Put(data []byte) int {
	var ptr unsafe.Pointer
	if len(data) > 0 {
		ptr = unsafe.Pointer(&data[0]) // step "in the call itself `&data\\[0\\]` would be seen as an element of the slice"
	}
	return int(C.put(nil, ptr, C.size_t(len(data)))) // want "Can `data` be a part of a struct with Go pointers\\? `C.put` is given its address through `ptr`"
}

func send(msg *Message) int {
	var empty byte
	value := &empty
	if len(msg.Value) > 0 {
		value = &msg.Value[0]
	}
	return int(C.put(nil, unsafe.Pointer(value), C.size_t(len(msg.Value)))) // want "Can `msg.Value` be a part of a struct with Go pointers"
}

func bind(args []any) (rc C.int) {
	for _, arg := range args {
		switch v := arg.(type) {
		case []byte:
			var p *byte
			if len(v) > 0 {
				p = &v[0]
			}
			rc = C.put(nil, unsafe.Pointer(p), C.size_t(len(v))) // want "Can `v` be a part of a struct with Go pointers"
		}
	}
	return rc
}

func bindOne(values []any, at int) (rc C.int) {
	value := values[at]
	switch value := value.(type) {
	case []byte:
		p := &value[0]
		rc = C.put(nil, unsafe.Pointer(p), C.size_t(len(value))) // want "Can `value` be a part of a struct with Go pointers"
	}
	return rc
}

// Of an address in the call itself cgo sees the slice.
func inTheCall(data []byte) C.int {
	return C.put(nil, unsafe.Pointer(&data[0]), C.size_t(len(data)))
}

func asText(data []byte) C.int {
	p := unsafe.Pointer(&data[0])
	return C.put_text((*C.char)(p), C.size_t(len(data))) // ok: a pointer to characters is not checked
}

func made(n int) C.int {
	data := make([]byte, n)
	p := unsafe.Pointer(&data[0])
	return C.put(nil, p, C.size_t(n)) // ok: an allocation of its own
}

func copied(data []byte) C.int {
	data = append([]byte(nil), data...)
	p := unsafe.Pointer(&data[0])
	return C.put(nil, p, C.size_t(len(data))) // ok: the function has made it
}

func (q *Queue) flush() C.int {
	p := unsafe.Pointer(&q.buf[0])
	return C.put(nil, p, C.size_t(len(q.buf))) // ok: the type makes its own buffer
}

func kept(msg *Message) C.int {
	p := unsafe.Pointer(&msg.raw[0])
	return C.put(nil, p, C.size_t(len(msg.raw))) // ok: no field that a caller sets
}
