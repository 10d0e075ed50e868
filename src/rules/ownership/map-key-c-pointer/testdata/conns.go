package conns

/*
#include <stdlib.h>

typedef struct { int fd; } conn;
typedef struct { int id; } stream;
typedef struct { int id; } timer;

static conn *conn_new(void) { return calloc(1, sizeof(conn)); }
static void conn_free(conn *c) { free(c); }
static void stream_free(stream *s) { free(s); }
stream *stream_open(conn *c);
timer *timer_new(void);
void timer_start(timer *t);
typedef struct session session;
void session_free(session *s);
session *session_new(void);
*/
import "C"

import (
	"sync"
	"unsafe"
)

var (
	mu      sync.Mutex
	states  = map[*C.conn]*Conn{}
	streams = map[unsafe.Pointer]*Stream{}
	named   = map[uintptr]string{}
	timers  = map[*C.timer]func(){}
)

// Conn is one.
type Conn struct{ ptr *C.conn }

// Stream is one.
type Stream struct{ ptr *C.stream }

// Open makes one.
func Open() *Conn {
	c := &Conn{ptr: C.conn_new()}
	mu.Lock()
	states[c.ptr] = c
	mu.Unlock()
	return c
}

// Close frees first.
func (c *Conn) Close() {
	C.conn_free(c.ptr) // step "the memory is freed"
	mu.Lock()
	delete(states, c.ptr) // want "`c.ptr` is freed by `C.conn_free` before its entry is deleted: what is made at the same address in between loses its own"
	mu.Unlock()
}

// CloseInOrder deletes first.
func (c *Conn) CloseInOrder() {
	mu.Lock()
	delete(states, c.ptr) // ok: deleted before the free
	mu.Unlock()
	C.conn_free(c.ptr)
}

// CloseLocked holds the lock over both.
func (c *Conn) CloseLocked() {
	mu.Lock()
	defer mu.Unlock()
	C.conn_free(c.ptr)
	delete(states, c.ptr) // ok: under one lock
}

// CloseLater defers the deletion without the lock.
func (c *Conn) CloseLater() {
	ptr := c.ptr
	defer delete(states, ptr) // want "`ptr` is freed by `C.conn_free` before its entry is deleted"
	C.conn_free(ptr)
}

// OpenStream keeps one by its address.
func (c *Conn) OpenStream() *Stream {
	s := &Stream{ptr: C.stream_open(c.ptr)}
	streams[unsafe.Pointer(s.ptr)] = s // want "`unsafe.Pointer\\(s.ptr\\)` is the address of C memory, nothing deletes from `streams`, and `Close` frees a `\\*C.stream` with `C.stream_free`"
	return s
}

// Close leaves the entry.
func (s *Stream) Close() { C.stream_free(s.ptr) }

// Name gives a session a name.
func Name(name string) *C.session {
	s := C.session_new()
	named[uintptr(unsafe.Pointer(s))] = name // want "Does `C.session_free` free it\\? `uintptr\\(unsafe.Pointer\\(s\\)\\)` is the address of C memory"
	return s
}

// End frees a session.
func End(s *C.session) { C.session_free(s) }

// After has timers that live as long as the process.
func After(fn func()) {
	t := C.timer_new()
	timers[t] = fn // ok: nothing frees a timer
	C.timer_start(t)
}
