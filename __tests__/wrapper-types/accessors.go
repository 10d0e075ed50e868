package accessors

/*
#include <lib.h>
*/
import "C"

import "unsafe"

type Slice struct {
	data *C.char // want handle(.data c-pointer)
	len  C.size_t
}

func (s *Slice) Native() *C.char { return s.data } // want accessor(handle borrows)

func (s *Slice) Pointer() uintptr { return uintptr(unsafe.Pointer(s.Native())) } // want accessor(handle borrows)

func (s *Slice) Checked() *C.char { // want accessor(handle borrows)
	if s == nil {
		return nil
	}
	p := s.data
	return p
}

func (s *Slice) Bytes() []byte { // want accessor(view borrows)
	return unsafe.Slice((*byte)(unsafe.Pointer(s.data)), int(s.len))
}

func (s *Slice) Old() []byte { // want accessor(view borrows)
	return (*[1 << 30]byte)(unsafe.Pointer(s.data))[:s.len:s.len]
}

func (s *Slice) Text() string { // want accessor(view borrows)
	return unsafe.String((*byte)(unsafe.Pointer(s.data)), int(s.len))
}

func refBytes(p *C.char, n C.size_t) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(p)), int(n))
}

func (s *Slice) Helper() []byte { // want accessor(view borrows)
	return refBytes(s.data, s.len)
}

type Pinned struct {
	c *C.pinned_t // want handle(.c c-pointer)
}

func (p *Pinned) Data() []byte { // want accessor(view borrows)
	var n C.size_t
	value := C.pinned_value(p.c, &n)
	return refBytes(value, n)
}

func (p *Pinned) Inner() *C.part_t { return p.c.part } // want accessor(inner borrows)

// C may have given it away
func (p *Pinned) Part() *C.part_t { return C.pinned_part(p.c) } // want accessor(inner maybe-borrows)

// near misses: copies
func (s *Slice) Copy() []byte { return C.GoBytes(unsafe.Pointer(s.data), C.int(s.len)) }

func (s *Slice) String() string { return C.GoString(s.data) }

func (s *Slice) Size() int { return int(s.len) }

func (s *Slice) Fresh() []byte { return make([]byte, int(s.len)) }
