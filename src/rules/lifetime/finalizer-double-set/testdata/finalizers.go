package lib

// #include <stdlib.h>
import "C"

import (
	"errors"
	"runtime"
	"unsafe"
)

// DB wraps an object of C.
type DB struct {
	c     unsafe.Pointer
	owned bool
}

// Close frees it.
func (db *DB) Close() {
	C.free(db.c)
	db.c = nil
	runtime.SetFinalizer(db, nil)
}

// Len does not touch the finalizer.
func (db *DB) Len() int { return 1 }

func newDB() *DB {
	db := &DB{c: C.malloc(8)}
	runtime.SetFinalizer(db, (*DB).Close) // step "the finalizer is set here"
	return db
}

func open(name string) (*DB, error) {
	if name == "" {
		return nil, errors.New("no name")
	}
	db := &DB{c: C.malloc(8)}
	runtime.SetFinalizer(db, (*DB).Close) // step "the finalizer is set here"
	return db, nil
}

// Twice sets it in one function.
func Twice(owned bool) *DB {
	db := &DB{c: C.malloc(8), owned: owned}
	if owned {
		runtime.SetFinalizer(db, (*DB).Close) // step "the finalizer is set here"
	}
	db.Len()
	runtime.SetFinalizer(db, func(db *DB) { db.Close() }) // want "`db` has a finalizer already: a second one is a fatal error"
	return db
}

// Made gets it from a constructor.
func Made() *DB {
	db := newDB() // step "the object comes from there"
	db.owned = true
	runtime.SetFinalizer(db, (*DB).Close) // want "`db` has a finalizer already"
	return db
}

// Opened gets it from one that may fail.
func Opened(name string) (*DB, error) {
	db, err := open(name)
	if err != nil {
		return nil, err
	}
	runtime.SetFinalizer(db, (*DB).Close) // want "`db` has a finalizer already"
	return db, nil
}

func indirect() *DB {
	return newDB()
}

// Indirect gets it through another function.
func Indirect() *DB {
	var db = indirect()
	runtime.SetFinalizer(db, (*DB).Close) // want "`db` has a finalizer already"
	return db
}

// Loop sets it in each round.
func Loop(n int) *DB {
	db := &DB{}
	for i := 0; i < n; i++ {
		runtime.SetFinalizer(db, (*DB).Close) // want "`db` has a finalizer already"
	}
	return db
}

func free(p unsafe.Pointer) { C.free(p) }

// Cleanups frees twice.
func Cleanups() *DB {
	db := &DB{c: C.malloc(8)}
	runtime.AddCleanup(db, free, db.c) // step "the cleanup is set here"
	runtime.AddCleanup(db, free, db.c) // want "`db` has this cleanup already, and the second one does the same with `db.c` once more"
	return db
}

// Others frees two things.
func Others(a, b unsafe.Pointer) *DB {
	db := &DB{}
	runtime.AddCleanup(db, free, a)
	runtime.AddCleanup(db, free, b) // ok: another pointer
	return db
}

// Either sets one of two.
func Either(owned bool) *DB {
	db := &DB{}
	if owned {
		runtime.SetFinalizer(db, (*DB).Close)
	} else {
		runtime.SetFinalizer(db, func(db *DB) { db.owned = false }) // ok: the other way
	}
	return db
}

// Again takes the first one off.
func Again() *DB {
	db := newDB()
	runtime.SetFinalizer(db, nil)
	runtime.SetFinalizer(db, func(db *DB) { db.Close() }) // ok: it was taken off
	return db
}

// Closed takes it off in a method.
func Closed() *DB {
	db := newDB()
	db.Close()
	runtime.SetFinalizer(db, (*DB).Close) // ok: Close took it off
	return db
}

// Many are several objects.
func Many(n int) (all []*DB) {
	var db *DB
	for i := 0; i < n; i++ {
		db = &DB{}
		runtime.SetFinalizer(db, (*DB).Close) // ok: another object in each round
		all = append(all, db)
	}
	return all
}

func sometimes(owned bool) *DB {
	db := &DB{}
	if owned {
		runtime.SetFinalizer(db, (*DB).Close)
	}
	return db
}

// Sometimes gets it from a constructor that sets none for this value.
func Sometimes() *DB {
	db := sometimes(false)
	runtime.SetFinalizer(db, (*DB).Close) // ok: the constructor may set none
	return db
}

// Stopped stops the first one.
func Stopped() *DB {
	db := &DB{c: C.malloc(8)}
	first := runtime.AddCleanup(db, free, db.c)
	first.Stop()
	runtime.AddCleanup(db, free, db.c) // ok: the first one is stopped
	return db
}

// Grown frees what was there before as well.
func Grown() *DB {
	db := &DB{c: C.malloc(8)}
	runtime.AddCleanup(db, free, db.c)
	db.c = C.malloc(16)
	runtime.AddCleanup(db, free, db.c) // ok: the field holds something else
	return db
}

func (db *DB) renew() { db.c = C.malloc(16) }

// Renewed frees both.
func Renewed() *DB {
	db := &DB{c: C.malloc(8)}
	runtime.AddCleanup(db, free, db.c)
	db.renew()
	runtime.AddCleanup(db, free, db.c) // ok: the method may have set the field
	return db
}

// Fresh allocates twice.
func Fresh() *DB {
	db := &DB{}
	runtime.AddCleanup(db, free, C.malloc(8))
	runtime.AddCleanup(db, free, C.malloc(8)) // ok: other memory
	return db
}

func named(n int) (db *DB, err error) {
	c := C.malloc(C.size_t(n))
	if c == nil {
		return nil, errors.New("no memory")
	}
	db = &DB{c: c}
	runtime.SetFinalizer(db, (*DB).Close) // step "the finalizer is set here"
	return
}

// Named has one of a function that names its results.
func Named() (*DB, error) {
	db, err := named(8) // step "the object comes from there"
	if err != nil {
		return nil, err
	}
	runtime.SetFinalizer(db, (*DB).Close) // want "`db` has a finalizer already"
	return db, nil
}

func swapped() (db *DB) {
	db = &DB{}
	runtime.SetFinalizer(db, (*DB).Close)
	db = &DB{}
	return
}

// Swapped has another object.
func Swapped() *DB {
	db := swapped()
	runtime.SetFinalizer(db, (*DB).Close) // ok: the constructor returns one without
	return db
}
