package db

/*
#include "db.h"
*/
import "C"

import (
	"runtime"
	"sync"
	"unsafe"
)

type DB struct {
	c    *C.db_t
	mu   sync.Mutex
	rows int
}

func Open() *DB {
	db := &DB{c: C.db_open()}
	runtime.SetFinalizer(db, (*DB).Close) // step "the finalizer is set here"
	return db
}

func (db *DB) Close() {
	runtime.SetFinalizer(db, nil)
	C.db_close(db.c) // ok: this is the release
	db.c = nil
}

func (db *DB) native() *C.db_t { return db.c }

// The receiver is garbage as soon as its field was read.
func (db *DB) Get(key int) int {
	return int(C.db_get(db.c, C.int(key))) // want "`db` may be collected while `C.db_get` runs: its last use is reading `db.c`, and its finalizer frees it" step "`db.c` is read"
}

func (db *DB) Name() string {
	return C.GoString(C.db_name(db.native())) // want "its last use is reading `db.native\\(\\)`"
}

// The pointer was read before.
func (db *DB) Cast() int {
	c := db.c                                              // step "`db.c` is read"
	return int(C.other_get((*C.other)(unsafe.Pointer(c)))) // want "`db` may be collected while `C.other_get` runs"
}

// One path uses it afterwards, and that path keeps it; before the call it keeps nothing.
func (db *DB) Early() int {
	runtime.KeepAlive(db)         // step "only up to here"
	return int(C.db_get(db.c, 1)) // want "frees it; the `runtime.KeepAlive` before it does not help"
}

// A mention that the compiler drops is none.
func (db *DB) Dropped() {
	C.db_sync(db.c) // want "may be collected"
	_ = db
}

// The constructor's result has no name.
func Count() int {
	return int(C.db_count(Open().c)) // want "`Open\\(\\)` may be collected while `C.db_count` runs: nothing holds it"
}

// A few instructions are in danger.
func (db *DB) Flags() int {
	return int(db.c.flags) // want "Does anything keep `db` while `db.c.flags` is used\\? Here its last use is reading `db.c`, and its finalizer may free it"
}

func (db *DB) Kept(key int) int {
	n := int(C.db_get(db.c, C.int(key))) // ok: it is kept alive behind the call
	runtime.KeepAlive(db)
	return n
}

func (db *DB) KeptByDefer(key int) int {
	defer runtime.KeepAlive(db)
	return int(C.db_get(db.c, C.int(key))) // ok: a deferred call has it
}

func (db *DB) Locked(key int) int {
	db.mu.Lock()
	defer db.mu.Unlock()
	return int(C.db_get(db.c, C.int(key))) // ok: the deferred call has the address of its mutex
}

func (db *DB) Counted() {
	db.rows = int(C.db_count(db.c)) // ok: the field is set behind the call
}

func (db *DB) Checked() int {
	n := int(C.db_count(db.c)) // ok: it is used behind, on some path
	if n < 0 {
		db.rows = 0
	}
	return n
}

func (db *DB) step() int {
	return int(C.db_step(db.c)) // ok: its only caller uses the object afterwards
}

func (db *DB) Walk() {
	for db.step() > 0 {
		db.rows++
	}
	db.rows = 0
}

var shared = Open()

func Shared() int {
	return int(C.db_count(shared.c)) // ok: a package-level variable leads to it
}

func Temporary() {
	db := &DB{c: C.db_open()}
	runtime.SetFinalizer(db, nil)
	C.db_sync(db.c) // ok: no finalizer is left that could run
}

func (db *DB) disown() *C.db_t {
	runtime.SetFinalizer(db, nil)
	return db.c
}

func GiveAway(db *DB) {
	C.db_sync(db.disown()) // ok: the method that gives the pointer takes the finalizer off
}
