package port

/*
#include <stddef.h>

static int port_write(void *p, const void *buf, size_t len) { return p != NULL && buf != NULL && len > 0; }
static int port_read(void *p, void *buf, size_t len) { return p != NULL && buf != NULL && len > 0; }
static void *port_open(void) { return NULL; }
*/
import "C"

import (
	"io"
	"unsafe"
)

type port struct{ p unsafe.Pointer }

// Open gives its port away as an interface.
func Open() (io.ReadWriteCloser, error) {
	return &port{C.port_open()}, nil
}

func (p *port) Write(b []byte) (int, error) {
	return int(C.port_write(p.p, unsafe.Pointer(&b[0]), C.size_t(len(b)))), nil // want "May `b` be empty here. `&b.0.` panics then, and package io lets callers pass an empty `b`"
}

func (p *port) Read(b []byte) (n int, err error) {
	if b == nil {
		return 0, nil
	}
	n = int(C.port_read(p.p, unsafe.Pointer(&b[0]), C.size_t(len(b)))) // want "May `b` be empty here. `&b.0.` panics then, and package io lets callers pass an empty `b`"
	return n, nil
}

func (p *port) WriteAt(b []byte, off int64) (int, error) {
	return int(C.port_write(p.p, unsafe.Pointer(&b[0]), C.size_t(len(b)))), nil // want "May `b` be empty here."
}

func (p *port) Close() error { return nil }

type frame struct{ p unsafe.Pointer }

func (f *frame) Read(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	return int(C.port_read(f.p, unsafe.Pointer(&b[0]), C.size_t(len(b)))), nil // ok: returned when empty
}

func (f *frame) Write(b []byte) int {
	return int(C.port_write(f.p, unsafe.Pointer(&b[0]), C.size_t(len(b)))) // ok: a method of an unexported type, and not that of io.Writer
}

func (f *frame) WriteFrame(b []byte) (int, error) {
	return int(C.port_write(f.p, unsafe.Pointer(&b[0]), C.size_t(len(b)))), nil // ok: no interface of package io has it
}

func (p *port) ReadAt(b []byte, off int64) (int, error) {
	return p.fill(len(b)), nil
}

func (p *port) fill(n int) int {
	buf := make([]byte, n)
	return int(C.port_read(p.p, unsafe.Pointer(&buf[0]), C.size_t(n))) // ok: what package io lets callers do is not followed into other functions
}
