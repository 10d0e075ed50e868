package tree

/*
#include <stdlib.h>

typedef struct tree { int n; } tree;

static tree *tree_new(void) { return calloc(1, sizeof(tree)); }
static void tree_free(tree *t) { free(t); }
*/
import "C"

import (
	"runtime"
	"sync"
)

// Detached takes the cleanup off in the function that gives the pointer away.
type Detached struct {
	c       *C.tree
	cleanup runtime.Cleanup
}

func NewDetached() *Detached {
	d := &Detached{c: C.tree_new()}
	d.cleanup = runtime.AddCleanup(d, freeTree, d.c)
	return d
}

func freeTree(c *C.tree) { C.tree_free(c) }

func (d *Detached) detach() *C.tree {
	d.cleanup.Stop()
	c := d.c
	d.c = nil
	return c
}

func (d *Detached) Close() {
	if d.c == nil {
		return
	}
	C.tree_free(d.detach()) // ok: the helper stops the cleanup
}

// Taken only clears the field, of which the cleanup has its copy.
type Taken struct {
	c       *C.tree
	cleanup runtime.Cleanup
}

func NewTaken() *Taken {
	t := &Taken{c: C.tree_new()}
	t.cleanup = runtime.AddCleanup(t, freeTree, t.c)
	return t
}

func (t *Taken) take() *C.tree {
	c := t.c
	t.c = nil
	return c
}

func (t *Taken) Close() {
	C.tree_free(t.take()) // want "The cleanup of `Taken` frees again what `\\(\\*Taken\\).Close` frees: it stays set"
}

// Stored keeps how the cleanup is stopped.
type Stored struct {
	c    *C.tree
	stop func()
}

func NewStored() *Stored {
	s := &Stored{c: C.tree_new()}
	s.stop = runtime.AddCleanup(s, freeTree, s.c).Stop
	return s
}

func (s *Stored) Close() {
	s.stop()
	C.tree_free(s.c) // ok: what it calls stops the cleanup
	s.c = nil
}

// Notified keeps another function.
type Notified struct {
	c    *C.tree
	stop func()
}

func NewNotified(stop func()) *Notified {
	n := &Notified{c: C.tree_new()}
	n.stop = stop
	runtime.AddCleanup(n, freeTree, n.c)
	return n
}

func (n *Notified) Close() {
	n.stop()
	C.tree_free(n.c) // want "The cleanup of `Notified` frees again"
	n.c = nil
}

// Pointed has a pointer to the cleanup.
type Pointed struct {
	c       *C.tree
	cleanup *runtime.Cleanup
}

func NewPointed() *Pointed {
	p := &Pointed{c: C.tree_new()}
	cleanup := runtime.AddCleanup(p, freeTree, p.c)
	p.cleanup = &cleanup
	return p
}

func (p *Pointed) Close() {
	if p.cleanup == nil {
		return
	}
	defer p.cleanup.Stop()
	C.tree_free(p.c) // ok: stopped when it returns, while the object is in use
	p.c, p.cleanup = nil, nil
}

// box is what an object shares with its cleanup.
type box struct {
	once sync.Once
	mu   sync.Mutex
	c    *C.tree
}

func (b *box) freeOnce() {
	b.once.Do(func() { C.tree_free(b.c) }) // ok: once, for the cleanup as well
}

func (b *box) freeAndClear() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if c := b.c; c != nil {
		b.c = nil
		C.tree_free(c) // ok: cleared where the cleanup looks
	}
}

func (b *box) free() {
	if b.c != nil {
		C.tree_free(b.c) // want "The cleanup of `Forgotten` frees again what `\\(\\*Forgotten\\).Close` frees"
	}
}

type Once struct{ b *box }

func NewOnce() *Once {
	o := &Once{b: &box{c: C.tree_new()}}
	runtime.AddCleanup(o, (*box).freeOnce, o.b)
	return o
}

func (o *Once) Close() { o.b.freeOnce() }

type Cleared struct{ b *box }

func NewCleared() *Cleared {
	c := &Cleared{b: &box{c: C.tree_new()}}
	runtime.AddCleanup(c, func(b *box) { b.freeAndClear() }, c.b)
	return c
}

func (c *Cleared) Close() { c.b.freeAndClear() }

// Forgotten forgets its box, which the cleanup still has.
type Forgotten struct{ b *box }

func NewForgotten() *Forgotten {
	f := &Forgotten{b: &box{c: C.tree_new()}}
	runtime.AddCleanup(f, (*box).free, f.b)
	return f
}

func (f *Forgotten) Close() {
	f.b.free()
	f.b = nil
}

// Passing goes past the once of its box.
type Passing struct{ b *box }

func NewPassing() *Passing {
	p := &Passing{b: &box{c: C.tree_new()}}
	runtime.AddCleanup(p, (*box).freeOnce, p.b)
	return p
}

func (p *Passing) Close() {
	C.tree_free(p.b.c) // want "The cleanup of `Passing` frees again"
}
