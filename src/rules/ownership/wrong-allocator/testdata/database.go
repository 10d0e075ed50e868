package database

/*
#include <stdlib.h>
#include <rocksdb/c.h>
*/
import "C"

import (
	"errors"
	"unsafe"
)

type DB struct {
	c *C.rocksdb_t
}

// OpenWithTTL frees the library's error with C.free.
func OpenWithTTL(opts *C.rocksdb_options_t, name string, ttl int) (*DB, error) {
	var (
		cErr  *C.char
		cName = C.CString(name)
	)
	defer C.free(unsafe.Pointer(cName))                           // ok: C.CString takes from malloc
	db := C.rocksdb_open_with_ttl(opts, cName, C.int(ttl), &cErr) // step "the memory is from here"
	if cErr != nil {
		defer C.free(unsafe.Pointer(cErr)) // want "`C.free` gets `cErr`, which `C.rocksdb_open_with_ttl` took from its library's allocator: `C.rocksdb_free` gives it back"
		return nil, errors.New(C.GoString(cErr))
	}
	return &DB{db}, nil
}

// Get does so in a function literal that runs at the end, and as the call is made.
func (db *DB) Get(opts *C.rocksdb_readoptions_t, key string) (value string, err error) {
	cKey := C.CString(key)
	defer C.rocksdb_free(unsafe.Pointer(cKey)) // want "`C.rocksdb_free` gets `cKey`, which `C.CString` took from malloc: `C.free` gives it back"
	var cErr *C.char
	var length C.size_t
	cValue := C.rocksdb_get(db.c, opts, cKey, C.size_t(len(key)), &length, &cErr)
	defer func() {
		C.rocksdb_free(unsafe.Pointer(cErr)) // ok: this is what the table says
	}()
	if cErr != nil {
		return "", errors.New(C.GoString(cErr))
	}
	value = C.GoStringN(cValue, C.int(length))
	C.free(unsafe.Pointer(cValue)) // want "`cValue`, which `C.rocksdb_get` took"
	return value, nil
}

// Property gets it from a function of the package.
func (db *DB) Property(name string) string {
	value := db.property(name)
	defer C.free(unsafe.Pointer(value)) // want "`value`, which `C.rocksdb_property_value` took"
	return C.GoString(value)
}

func (db *DB) property(name string) *C.char {
	cName := C.CString(name)
	defer C.free(unsafe.Pointer(cName)) // ok: the same here
	return C.rocksdb_property_value(db.c, cName)
}

// Iterate ends an object with free, which knows nothing of what it holds.
func (db *DB) Iterate(opts *C.rocksdb_readoptions_t) int {
	it := C.rocksdb_create_iterator(db.c, opts)
	defer C.free(unsafe.Pointer(it)) // want "`C.free` gets `it`, an object of `C.rocksdb_create_iterator` that `C.rocksdb_iter_destroy` ends: `C.free` is no destructor"
	count := 0
	for C.rocksdb_iter_seek_to_first(it); C.rocksdb_iter_valid(it) != 0; C.rocksdb_iter_next(it) {
		count++
	}
	return count
}

// Merge may have either of two allocators' memory: that is not followed.
func (db *DB) Merge(given string, ask bool) string {
	text := C.CString(given)
	if ask {
		C.free(unsafe.Pointer(text)) // ok: on this path it is from C.CString
		text = C.rocksdb_property_value(db.c, text)
	}
	defer C.free(unsafe.Pointer(text)) // ok: which allocator it is from depends on the path
	return C.GoString(text)
}

// Clear frees what a caller has given it.
func Clear(text *C.char) {
	C.free(unsafe.Pointer(text)) // ok: nobody knows where it is from
}

// Early defers the free of a pointer that is still nil.
func (db *DB) Early(name *C.char) string {
	var value *C.char
	defer C.free(unsafe.Pointer(value)) // ok: it is nil here
	value = C.rocksdb_property_value(db.c, name)
	return C.GoString(value)
}

// Rounds frees what the round before has got.
func (db *DB) Rounds(name *C.char) {
	var value *C.char
	for i := 0; i < 4; i++ {
		C.free(unsafe.Pointer(value)) // want "`value`, which `C.rocksdb_property_value` took"
		value = C.rocksdb_property_value(db.c, name)
	}
}
