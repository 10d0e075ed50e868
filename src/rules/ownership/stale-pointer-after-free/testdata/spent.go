package device

/*
#include <stdlib.h>

typedef struct dev { int n; } dev;

static dev *dev_open(int n) { return calloc(1, sizeof(dev)); }
static void dev_close(dev *d) { free(d); }
*/
import "C"

import (
	"sync"
	"sync/atomic"
)

// Counted is freed with the last reference.
type Counted struct {
	c    *C.dev
	refs atomic.Int32
}

func (s *Counted) Close() {
	if s.refs.Add(-1) == 0 {
		C.dev_close(s.c) // ok: only the last of the references comes here
	}
}

// CountedByHand keeps a number.
type CountedByHand struct {
	c    *C.dev
	refs int32
}

func (s *CountedByHand) Close() {
	left := atomic.AddInt32(&s.refs, -1)
	if left != 0 {
		return
	}
	C.dev_close(s.c) // ok: only the last of the references comes here
}

// Calls counts how often it was called.
type Calls struct {
	c     *C.dev
	calls atomic.Int32
}

func (s *Calls) Close() {
	if s.calls.Add(1) > 0 {
		C.dev_close(s.c) // want "can nothing call `Close` twice, or use the object after it"
	}
}

// Channel panics when its channel is closed again.
type Channel struct {
	c      *C.dev
	closed chan struct{}
	mu     sync.Mutex
}

func (s *Channel) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.closed:
		return nil
	default:
	}
	close(s.closed)
	C.dev_close(s.c) // ok: closed before
	return nil
}

// Stopping does so in another method.
type Stopping struct {
	c    *C.dev
	quit chan struct{}
}

func (s *Stopping) halt() { close(s.quit) }

func (s *Stopping) Close() {
	s.halt()
	C.dev_close(s.c) // ok: the channel is closed before
}

// Late panics after it has freed.
type Late struct {
	c    *C.dev
	quit chan struct{}
}

func (s *Late) Close() {
	defer close(s.quit)
	C.dev_close(s.c) // want "can nothing call `Close` twice, or use the object after it"
}

// Must panics when it is closed again.
type Must struct {
	c      *C.dev
	isOpen bool
}

func (s *Must) mustOpen() {
	if !s.isOpen {
		panic("closed")
	}
}

func (s *Must) Close() {
	s.mustOpen()
	s.isOpen = false
	C.dev_close(s.c) // ok: it panics when called again
}

// Forgetful does not set what it asks.
type Forgetful struct {
	c      *C.dev
	isOpen bool
}

func (s *Forgetful) mustOpen() {
	if !s.isOpen {
		panic("closed")
	}
}

func (s *Forgetful) Close() {
	s.mustOpen()
	C.dev_close(s.c) // want "can nothing call `Close` twice, or use the object after it"
}

var registry sync.Map

// Registered is in a map as long as it is open.
type Registered struct {
	c  *C.dev
	id int
}

func (s *Registered) Close() {
	if _, ok := registry.LoadAndDelete(s.id); !ok {
		return
	}
	C.dev_close(s.c) // ok: only who takes it out of the map comes here
}

// Listed only looks there.
type Listed struct {
	c  *C.dev
	id int
}

func (s *Listed) Close() {
	if _, ok := registry.Load(s.id); !ok {
		return
	}
	C.dev_close(s.c) // want "can nothing call `Close` twice, or use the object after it"
}

// base is what the types of the package have in common.
type base struct {
	c    *C.dev
	live bool
}

func (b *base) whenLive(run func()) {
	if b.live {
		run()
	}
	b.live = false
}

func (b *base) locked(run func()) {
	run()
}

// Based leaves it to its base whether anything is freed.
type Based struct{ base }

func (s *Based) Close() {
	s.whenLive(func() {
		C.dev_close(s.c) // ok: what is called decides whether this runs
	})
}

// Converted is its base.
type Converted base

func (s *Converted) Close() {
	(*base)(s).whenLive(func() {
		C.dev_close(s.c) // ok: what is called decides whether this runs
	})
}

// Locked runs in any case.
type Locked struct{ base }

func (s *Locked) Close() {
	s.locked(func() {
		C.dev_close(s.c) // want "can nothing call `Close` twice, or use the object after it"
	})
}
