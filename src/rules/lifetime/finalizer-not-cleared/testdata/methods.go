package store

/*
#include <stdlib.h>
#include <store.h>

typedef struct db db;
typedef struct iter iter;

static void iter_free(iter *it) { free(it); }
*/
import "C"

import (
	"runtime"
	"sync"
	"unsafe"
)

// DB is closed by the finalizer as well as by hand.
type DB struct {
	c *C.db
}

func Open() *DB {
	db := &DB{c: C.db_open()}
	runtime.SetFinalizer(db, (*DB).Close) // step "the finalizer is set here, and releases the same with `C.db_free`"
	return db
}

// Close leaves the finalizer, which is this very method.
func (db *DB) Close() {
	C.db_free(db.c) // want "The finalizer of `DB` frees again what `\\(\\*DB\\).Close` frees: it stays set"
}

// Iter is freed by a literal.
type Iter struct {
	it *C.iter
}

func (db *DB) Iter() *Iter {
	it := &Iter{it: C.db_iter(db.c)}
	runtime.SetFinalizer(it, func(it *Iter) { C.iter_free(it.it) })
	return it
}

// Close tests the pointer, which nothing sets to nil.
func (it *Iter) Close() {
	if it.it != nil {
		it.free()
	}
}

func (it *Iter) free() {
	C.iter_free(it.it) // want "The finalizer of `Iter` frees again what `\\(\\*Iter\\).Close` frees"
}

// Blob has a cleanup, whose copy of the pointer nothing clears.
type Blob struct {
	p unsafe.Pointer
}

func NewBlob(n int) *Blob {
	b := &Blob{p: C.malloc(C.size_t(n))}
	runtime.AddCleanup(b, func(p unsafe.Pointer) { C.free(p) }, b.p)
	return b
}

func (b *Blob) Close() {
	C.free(b.p) // want "The cleanup of `Blob` frees again what `\\(\\*Blob\\).Close` frees"
	b.p = nil
}

// Stmt is ended by what only its name says to free.
type Stmt struct {
	s *C.stmt
}

func (db *DB) Stmt() *Stmt {
	s := &Stmt{s: C.db_stmt(db.c)}
	runtime.SetFinalizer(s, func(s *Stmt) { s.Close() })
	return s
}

func (s *Stmt) Close() {
	C.stmt_close(s.s) // want "Does the finalizer of `Stmt` free again what `\\(\\*Stmt\\).Close` frees"
}

// Cursor clears its pointer: the finalizer frees nil.
type Cursor struct {
	c *C.cursor
}

func (db *DB) Cursor() *Cursor {
	c := &Cursor{c: C.db_cursor(db.c)}
	runtime.SetFinalizer(c, (*Cursor).Close)
	return c
}

func (c *Cursor) Close() {
	C.cursor_free(c.c) // ok: the field is cleared
	c.c = nil
}

// Batch takes its finalizer off.
type Batch struct {
	b *C.batch
}

func (db *DB) Batch() *Batch {
	b := &Batch{b: C.db_batch(db.c)}
	runtime.SetFinalizer(b, func(b *Batch) { C.batch_free(b.b) })
	return b
}

func (b *Batch) Close() {
	runtime.SetFinalizer(b, nil)
	C.batch_free(b.b) // ok: the finalizer is taken off
}

// Snapshot is freed once, whoever asks.
type Snapshot struct {
	s    *C.snapshot
	once sync.Once
}

func (db *DB) Snapshot() *Snapshot {
	s := &Snapshot{s: C.db_snapshot(db.c)}
	runtime.SetFinalizer(s, (*Snapshot).Close)
	return s
}

func (s *Snapshot) Close() {
	s.once.Do(func() {
		C.snapshot_free(s.s) // ok: once
	})
}

// Log has a flag that the finalizer looks at.
type Log struct {
	l      *C.log
	closed bool
}

func (db *DB) Log() *Log {
	l := &Log{l: C.db_log(db.c)}
	runtime.SetFinalizer(l, func(l *Log) {
		if !l.closed {
			C.log_free(l.l)
		}
	})
	return l
}

func (l *Log) Close() {
	C.log_free(l.l) // ok: the finalizer looks at the flag
	l.closed = true
}

// Object counts its references.
type Object struct {
	o *C.object
}

func (db *DB) Object() *Object {
	o := &Object{o: C.object_ref(C.db_object(db.c))}
	runtime.SetFinalizer(o, (*Object).Unref)
	return o
}

func (o *Object) Unref() {
	C.object_unref(o.o) // ok: others may hold references
}

// View is freed by its finalizer alone.
type View struct {
	v *C.view
}

func (db *DB) View() *View {
	v := &View{v: C.db_view(db.c)}
	runtime.SetFinalizer(v, (*View).finalize)
	return v
}

func (v *View) finalize() {
	C.view_free(v.v) // ok: nobody else calls it
}

// Map keeps its cleanup, and stops it.
type Map struct {
	m       *C.map_t
	cleanup runtime.Cleanup
}

func NewMap() *Map {
	m := &Map{m: C.map_new()}
	m.cleanup = runtime.AddCleanup(m, func(c *C.map_t) { C.map_free(c) }, m.m)
	return m
}

func (m *Map) Close() {
	m.cleanup.Stop()
	C.map_free(m.m) // ok: the cleanup is stopped
}

// Handle has a method that is only for the runtime.
type Handle struct {
	h *C.handle
}

func NewHandle() *Handle {
	h := &Handle{h: C.handle_new()}
	runtime.SetFinalizer(h, (*Handle).Finalize)
	return h
}

func (h *Handle) Finalize() {
	C.handle_free(h.h) // ok: the runtime calls it
}

// Lease frees only what it owns.
type Lease struct {
	l *C.lease
}

func NewLease(l *C.lease, owned bool) *Lease {
	lease := &Lease{l: l}
	if owned {
		runtime.SetFinalizer(lease, (*Lease).Free)
	}
	return lease
}

func (l *Lease) Free() {
	C.lease_free(l.l) // want "Does the finalizer of `Lease` free again what `\\(\\*Lease\\).Free` frees\\? It stays set; some constructors"
}
