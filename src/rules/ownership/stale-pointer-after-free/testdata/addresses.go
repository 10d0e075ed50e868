package av

/*
#include <stdlib.h>
#include <libavcodec/avcodec.h>
*/
import "C"

import "unsafe"

// Packet is freed through the address of its pointer, which C clears.
type Packet struct {
	c *C.AVPacket
}

func (p *Packet) Free() {
	if p.c != nil {
		C.av_packet_free(&p.c) // ok: C clears what it is given the address of
	}
}

// Frame does the same through a conversion.
type Frame struct {
	c *C.AVFrame
}

func (f *Frame) Free() {
	C.av_frame_free((**C.AVFrame)(unsafe.Pointer(&f.c))) // ok: C clears what it is given the address of
}

// Buffer asks whether it could grow, which says nothing of its end.
type buffer struct {
	ptr  unsafe.Pointer
	size C.size_t
}

func (b *buffer) grow() bool {
	b.ptr = C.realloc(b.ptr, b.size*2)
	return b.ptr == nil
}

func (b *buffer) free() {
	C.free(b.ptr) // ok: its callers are all at hand, and call it once
}

func Use(size int) bool {
	b := &buffer{ptr: C.malloc(C.size_t(size)), size: C.size_t(size)}
	defer b.free()
	return b.grow()
}
