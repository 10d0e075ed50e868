package store

/*
#include <stdlib.h>

typedef struct db db;

db *db_open(void);
void db_close(db *d);
*/
import "C"

import (
	"runtime"
	"unsafe"
)

type DB struct {
	name string
	c    *C.db
	opts options
}

type options struct{ sync bool }

func closeDB(c *C.db)     { C.db_close(c) }
func (db *DB) Close()     { C.db_close(db.c) }
func (o *options) clear() { o.sync = false }

// Open passes the object.
func Open() *DB {
	db := &DB{c: C.db_open()}
	runtime.AddCleanup(db, func(db *DB) { db.Close() }, db) // want "The cleanup of `db` never runs: its argument is the object itself"
	return db
}

// OpenValue passes its address.
func OpenValue() *DB {
	var db DB
	db.c = C.db_open()
	runtime.AddCleanup(&db, (*DB).Close, &db) // want "The cleanup of `&db` never runs: its argument is the object itself"
	return &db
}

// OpenField passes a pointer into the object.
func OpenField() *DB {
	db := &DB{c: C.db_open()}
	runtime.AddCleanup(db, (*options).clear, &db.opts) // want "its argument points into the object"
	return db
}

type job struct {
	db  *DB
	log func(string)
}

// OpenJob passes a struct that holds the object.
func OpenJob(log func(string)) *DB {
	db := &DB{c: C.db_open()}
	runtime.AddCleanup(db, func(j job) {
		j.db.Close()
		j.log("closed")
	}, job{db: db, log: log}) // want "its argument holds `db`"
	return db
}

// OpenFunc passes a method that is bound to the object.
func OpenFunc() *DB {
	db := &DB{c: C.db_open()}
	runtime.AddCleanup(db, func(end func()) { end() }, db.Close) // want "its argument is a method of it"
	return db
}

// OpenLiteral passes a literal that captures the object.
func OpenLiteral() *DB {
	db := &DB{c: C.db_open()}
	end := func() { C.db_close(db.c) }
	runtime.AddCleanup(db, func(end func()) { end() }, end) // want "its argument is a function that captures `db`"
	return db
}

// OpenRight passes what is to be closed.
func OpenRight() *DB {
	db := &DB{c: C.db_open()}
	runtime.AddCleanup(db, closeDB, db.c) // ok: the C pointer
	return db
}

type right struct {
	c    *C.db
	name string
}

// OpenStruct passes a struct of what is to be closed.
func OpenStruct(name string) *DB {
	db := &DB{name: name, c: C.db_open()}
	runtime.AddCleanup(db, func(r right) { C.db_close(r.c) }, right{c: db.c, name: db.name}) // ok: copies of fields
	return db
}

// OpenNumber passes an address as a number.
func OpenNumber() *DB {
	db := &DB{c: C.db_open()}
	runtime.AddCleanup(db, func(id uintptr) { println(id) }, uintptr(unsafe.Pointer(db))) // ok: a number
	return db
}

// OpenParent passes another object.
func (db *DB) OpenParent() *DB {
	child := &DB{c: db.c}
	runtime.AddCleanup(child, func(db *DB) { println(db.name) }, db) // ok: the parent
	return child
}
