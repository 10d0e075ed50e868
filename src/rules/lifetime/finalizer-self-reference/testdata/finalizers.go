package store

/*
#include <stdlib.h>

typedef struct db db;
typedef struct iter iter;

db *db_open(void);
void db_close(db *d);
iter *db_iter(db *d);
void iter_free(iter *it);
*/
import "C"

import (
	"runtime"
	"sync"
	"unsafe"
)

type DB struct {
	c  *C.db
	mu sync.Mutex
}

type Iter struct {
	it *C.iter
	db *DB
}

// Open captures the object, and not its parameter.
func Open() *DB {
	db := &DB{c: C.db_open()}
	runtime.SetFinalizer(db, func(_ *DB) { // want "The finalizer of `db` never runs: the function captures it, which keeps the object alive"
		C.db_close(db.c) // step "`db` here is a reference to the object"
	})
	return db
}

// OpenLogged has a parameter with another name.
func OpenLogged(log func(string)) *DB {
	db := new(DB)
	db.c = C.db_open()
	runtime.SetFinalizer(db, func(d *DB) { // want "The finalizer of `db` never runs"
		log("closed")
		C.db_close(db.c)
	})
	return db
}

// OpenValue has the object as a variable.
func OpenValue() *DB {
	var db DB
	db.c = C.db_open()
	runtime.SetFinalizer(&db, func(_ *DB) { // want "The finalizer of `&db` never runs"
		C.db_close(db.c)
	})
	return &db
}

// Iter reaches the object through another variable.
func (db *DB) Iter() *Iter {
	it := &Iter{it: C.db_iter(db.c), db: db}
	self := it
	runtime.SetFinalizer(it, func(_ *Iter) { // want "The finalizer of `it` never runs"
		C.iter_free(self.it)
	})
	return it
}

type owner struct{ it *Iter }

func (o *owner) end() { C.iter_free(o.it.it) }

// Owned captures what holds the object.
func (db *DB) Owned() *Iter {
	it := &Iter{it: C.db_iter(db.c), db: db}
	o := &owner{it: it}
	runtime.SetFinalizer(it, func(*Iter) { o.end() }) // want "The finalizer of `it` never runs"
	return it
}

// Released takes the object out of what is captured.
func (db *DB) Released() *Iter {
	it := &Iter{it: C.db_iter(db.c), db: db}
	o := &owner{it: it}
	runtime.SetFinalizer(it, func(*Iter) { println(o != nil) }) // ok: it is taken out
	o.it = nil
	return it
}

// Cleaned binds a method to the object.
func (db *DB) Cleaned() *Iter {
	it := &Iter{it: C.db_iter(db.c), db: db}
	runtime.AddCleanup(it, (*Iter).report, 0)
	runtime.AddCleanup(it, it.free, 0) // want "The cleanup of `it` never runs: `it.free` is bound to it"
	return it
}

func (it *Iter) free(int)   { C.iter_free(it.it) }
func (it *Iter) report(int) {}

// Named runs a literal that a variable holds.
func (db *DB) Named() *Iter {
	it := &Iter{it: C.db_iter(db.c), db: db}
	end := func(int) { C.iter_free(it.it) }
	runtime.AddCleanup(it, end, 0) // want "The cleanup of `it` never runs: the function captures it"
	return it
}

// OpenRight uses the parameter.
func OpenRight() *DB {
	db := &DB{c: C.db_open()}
	runtime.SetFinalizer(db, func(db *DB) { // ok: the parameter has the name
		C.db_close(db.c)
	})
	return db
}

func (db *DB) close() { C.db_close(db.c) }

// OpenMethod runs a method on the parameter.
func OpenMethod() *DB {
	db := &DB{c: C.db_open()}
	runtime.SetFinalizer(db, (*DB).close) // ok: a method expression
	return db
}

// OpenPointer captures the C pointer alone.
func OpenPointer() *DB {
	c := C.db_open()
	db := &DB{c: c}
	runtime.SetFinalizer(db, func(*DB) { C.db_close(c) }) // ok: the C pointer is not the object
	return db
}

// Parent captures another object, which does not lead to this one.
func (db *DB) Parent() *Iter {
	it := &Iter{it: C.db_iter(db.c), db: db}
	runtime.SetFinalizer(it, func(it *Iter) { // ok: the parent is captured
		db.mu.Lock()
		defer db.mu.Unlock()
		C.iter_free(it.it)
	})
	return it
}

// Forgotten lets go of the object before it could run.
func Forgotten() {
	db := &DB{c: C.db_open()}
	runtime.SetFinalizer(db, func(*DB) { println(db != nil) }) // ok: the variable is cleared
	db = nil
}

// Sized does not evaluate the object.
func Sized() *DB {
	db := &DB{c: C.db_open()}
	runtime.SetFinalizer(db, func(d *DB) { println(unsafe.Sizeof(*db)); d.close() }) // ok: only measured
	return db
}

// Address captures the object's address as a number.
func Address(closed chan uintptr) *DB {
	db := &DB{c: C.db_open()}
	id := uintptr(unsafe.Pointer(db))
	runtime.SetFinalizer(db, func(d *DB) { d.close(); closed <- id }) // ok: a number
	return db
}
