package accessors

/*
#include <lib.h>
static WidgetRef *toWidgetRef(void *p) { return (WIDGET_REF(p)); }
static part_t *toPart(void *p) { return (part_t *)p; }
static part_t *firstPart(whole_t *p) { return p->parts; }
static part_t *nextPart(part_t *p) { return PART_NEXT(p); }
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

// C's inline functions that only cast
type Widget struct {
	p *C.WidgetAny // want handle(.p c-pointer)
}

func (w *Widget) Ref() *C.WidgetRef { return C.toWidgetRef(unsafe.Pointer(w.p)) } // want accessor(handle borrows)

func (w *Widget) Part() *C.part_t { return C.toPart(unsafe.Pointer(w.p)) } // want accessor(handle borrows)

// near misses: those that read or look up something
func (w *Widget) First() *C.part_t { return C.firstPart(w.p) } // want accessor(inner maybe-borrows)

func (w *Widget) Next() *C.part_t { return C.nextPart(w.p) } // want accessor(inner maybe-borrows)

// an object of its own lies between
func (w *Widget) Shared() []byte { // want accessor(view maybe-borrows)
	store := C.widget_store(w.p)
	return unsafe.Slice((*byte)(C.store_data(store)), int(C.store_size(store)))
}
